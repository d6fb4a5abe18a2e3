package org.coursebackup.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network between program and database, on loopback: it can be slow, swallow every packet, or be cut, and come
 * back.
 */
public final class DatabaseProxy implements AutoCloseable {
    private static final Pattern SERVER = Pattern.compile("//([\\w.]+):(\\d+)/");

    private enum State {
        PASSING,
        SWALLOWING,
        CUT
    }

    private final String url;
    private final InetSocketAddress server;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile State state = State.PASSING;
    private volatile Duration delay = Duration.ZERO;

    /** A proxy in front of the server in the JDBC address. */
    public DatabaseProxy(String direct) throws IOException {
        Matcher address = SERVER.matcher(direct);
        if (!address.find()) {
            throw new IllegalArgumentException("no server in " + direct);
        }
        server = new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2)));
        url = address.replaceFirst("//127.0.0.1:" + door.getLocalPort() + "/");
        background(this::accept);
    }

    /** The JDBC address that leads through the proxy. */
    public String url() {
        return url;
    }

    /** From now on nothing arrives anywhere, and nobody notices; new connections are accepted but never answered. */
    public void swallow() {
        state = State.SWALLOWING;
    }

    /** Ends every connection, and new ones at once. */
    public void cut() {
        state = State.CUT;
        open.forEach(DatabaseProxy::end);
    }

    /** How long each packet takes from now on, in each direction; those of a connection stay in order. */
    public void delay(Duration each) {
        delay = each;
    }

    /** Lets new connections work again, while the old ones remain as they are: the server does not know. */
    public void pass() {
        state = State.PASSING;
    }

    /** Lets new connections work again, and ends the old ones; what was swallowed remains lost. */
    public void restore() {
        open.forEach(DatabaseProxy::end);
        state = State.PASSING;
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                open.add(client);
                switch (state) {
                    case CUT -> end(client);
                    case SWALLOWING -> background(() -> pump(client, null));
                    case PASSING -> {
                        Socket behind = new Socket();
                        open.add(behind);
                        behind.connect(server, 5_000);
                        background(() -> pump(client, behind));
                        background(() -> pump(behind, client));
                    }
                }
            }
        } catch (IOException closed) {
            open.forEach(DatabaseProxy::end);
        }
    }

    /** @param to null to swallow everything from the beginning */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                LockSupport.parkNanos(delay.toNanos());
                if (to != null && state == State.PASSING) {
                    OutputStream out = to.getOutputStream();
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException ended) {
            // one end is gone, so the other goes, too
        }
        end(from);
        if (to != null && state != State.SWALLOWING) {
            end(to);
        }
    }

    private static void background(Runnable task) {
        Thread thread = new Thread(task, "database proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed either way
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(DatabaseProxy::end);
    }
}
