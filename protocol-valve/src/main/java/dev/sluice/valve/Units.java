package dev.sluice.valve;

/**
 * What telemetry is expressed in. Devices report ml/min, degrees Celsius and mbar, as their profile says; the constants
 * convert from those.
 */
record Units(Flow flow, Temperature temperature, Pressure pressure) {
    /** What the real device sends. */
    static final Units DEFAULT = new Units(Flow.MILLILITRES_PER_MINUTE, Temperature.CELSIUS, Pressure.MILLIBAR);

    /** A unit with its name in {@code units} of {@code telemetry} and in the configuration. */
    interface Unit {
        String wire();
    }

    /** Volume in time. */
    enum Flow implements Unit {
        MILLILITRES_PER_MINUTE("ml/min", 1),
        LITRES_PER_MINUTE("l/min", 1000),
        US_GALLONS_PER_MINUTE("gpm", 3785.411784);

        private final String wire;
        private final double millilitresPerMinute;

        Flow(String wire, double millilitresPerMinute) {
            this.wire = wire;
            this.millilitresPerMinute = millilitresPerMinute;
        }

        @Override
        public String wire() {
            return wire;
        }

        double from(double millilitres) {
            return millilitres / millilitresPerMinute;
        }
    }

    /** Of the water and of the air. */
    enum Temperature implements Unit {
        CELSIUS("C"),
        FAHRENHEIT("F");

        private final String wire;

        Temperature(String wire) {
            this.wire = wire;
        }

        @Override
        public String wire() {
            return wire;
        }

        double from(double celsius) {
            return this == CELSIUS ? celsius : celsius * 9 / 5 + 32;
        }
    }

    /** Absolute pressure, always a whole number on the wire. */
    enum Pressure implements Unit {
        MILLIBAR("mbar", 1),
        POUNDS_PER_SQUARE_INCH("psi", 68.94757293168361);

        private final String wire;
        private final double millibar;

        Pressure(String wire, double millibar) {
            this.wire = wire;
            this.millibar = millibar;
        }

        @Override
        public String wire() {
            return wire;
        }

        long from(double mbar) {
            return Math.round(mbar / millibar);
        }
    }
}
