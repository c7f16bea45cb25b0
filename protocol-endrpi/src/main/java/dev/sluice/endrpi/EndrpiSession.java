package dev.sluice.endrpi;

import dev.sluice.device.Device;
import dev.sluice.endrpi.EndrpiRequest.Bad;
import dev.sluice.endrpi.EndrpiRequest.Measure;
import dev.sluice.endrpi.EndrpiRequest.PinUpdate;
import dev.sluice.endrpi.EndrpiRequest.ReadPins;
import dev.sluice.endrpi.EndrpiRequest.UpdatePins;
import dev.sluice.protocol.Binary;
import dev.sluice.protocol.Session;
import dev.sluice.protocol.SessionHandler;
import dev.sluice.protocol.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection: an answer for each request, in order. Order falls out by itself, because the next message waits while a
 * command is under way (see {@link EndrpiConfig}).
 */
final class EndrpiSession implements SessionHandler {
    private final Board board;
    private @Nullable Session opened;

    EndrpiSession(Board board) {
        this.board = board;
    }

    @Override
    public void onOpen(Session session) {
        opened = session;
    }

    @Override
    public void onText(Text text) {
        EndrpiRequest request = EndrpiCodec.decode(text);
        if (request instanceof ReadPins read) {
            readPins(read);
        } else if (request instanceof UpdatePins update) {
            updatePins(update.update());
        } else if (request instanceof Measure measure) {
            measure(measure);
        } else if (request instanceof Bad bad) {
            fail(bad.action(), bad.message());
        }
    }

    @Override
    public void onBinary(Binary message) {
        fail(Optional.empty(), EndrpiCodec.INVALID_MESSAGE);
    }

    @Override
    public void onClose(int code, String reason) {
        // pins outlive connections, and nothing else is kept
    }

    private void measure(Measure request) {
        Optional<Device> device = board.present();
        Optional<String> error = device.isEmpty()
                ? Optional.of(request.part().error())
                : request.part().error(device.get());
        if (error.isPresent()) {
            fail(Optional.of(request.action()), error.get());
        } else {
            session().send(EndrpiCodec.success(request.action(), out -> request.part()
                    .write(out, device.orElseThrow())));
        }
    }

    private void readPins(ReadPins request) {
        EndrpiAction action = EndrpiAction.READ_PIN_CONFIGURATIONS;
        Optional<Device> device = board.present();
        Optional<String> error =
                device.isEmpty() ? Optional.of(board.awayMessage()) : Board.unreadable(device.get(), request.pins());
        if (error.isPresent()) {
            fail(Optional.of(action), error.get());
        } else {
            session()
                    .send(EndrpiCodec.success(
                            action, out -> Board.writePins(out, device.orElseThrow(), request.pins())));
        }
    }

    private void updatePins(PinUpdate update) {
        session().await(board.configure(update, "endrpi " + session().id()), (error, failure) -> answerUpdate(error));
    }

    private void answerUpdate(Optional<String> error) {
        EndrpiAction action = EndrpiAction.UPDATE_PIN_CONFIGURATIONS;
        if (error.isPresent()) {
            fail(Optional.of(action), error.get());
        } else {
            session().send(EndrpiCodec.success(action, out -> out.writeString(EndrpiCodec.UPDATED)));
        }
    }

    private void fail(Optional<EndrpiAction> action, String message) {
        session().send(EndrpiCodec.failure(action, message));
    }

    private Session session() {
        if (opened == null) {
            throw new IllegalStateException("not open yet");
        }
        return opened;
    }
}
