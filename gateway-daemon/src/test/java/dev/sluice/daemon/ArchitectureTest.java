package dev.sluice.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The plan of the house, held: see docs/architecture.md. */
class ArchitectureTest {
    private static final String[] PLUG_INS = {
        "dev.sluice.biometric..",
        "dev.sluice.endrpi..",
        "dev.sluice.journal.sqlite..",
        "dev.sluice.linux..",
        "dev.sluice.mqtt..",
        "dev.sluice.placeos..",
        "dev.sluice.simulator..",
        "dev.sluice.valtronics..",
        "dev.sluice.valve.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar") && !location.contains("test-classes"))
            .importPackages("dev.sluice");

    @Test
    void insideTheCoreImportsRunOneWay() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sluice.device..",
                        "dev.sluice.journal..",
                        "dev.sluice.protocol..",
                        "dev.sluice.transport..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.device..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.journal..", "dev.sluice.protocol..", "dev.sluice.transport..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.journal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.protocol..", "dev.sluice.transport..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.transport..")
                .check(classes);
    }

    @Test
    void onlyTheTransportSeesNettyAndWhatMakesCertificates() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sluice.transport..", "dev.sluice.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "org.wildfly..")
                .check(classes);
    }

    @Test
    void plugInsKnowNeitherEachOtherNorTheTransport() {
        noClasses()
                .that()
                .resideInAnyPackage(PLUG_INS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sluice.transport..", "dev.sluice.daemon..")
                .check(classes);
        slices().matching(
                        "dev.sluice.(biometric|endrpi|journal.sqlite|linux|mqtt|placeos|simulator|valtronics|valve)..")
                .should()
                .notDependOnEachOther()
                .check(classes);
    }

    @Test
    void theDaemonNamesNoPlugIn() {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.daemon..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUG_INS)
                .check(classes);
    }
}
