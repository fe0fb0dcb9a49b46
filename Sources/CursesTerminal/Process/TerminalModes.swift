import Glibc

/// Keeps the modes of a terminal that a question changes, so that a killed program leaves it as it was.
public enum TerminalModes {
    /// From now on the modes are set again when the program is killed, crashes or calls `exit`; to be called before they
    /// are changed, and not while a whole screen is open. A signal that is handled already, as one that cancels the work,
    /// stays with its handler, who is to see to the modes.
    public static func keep(_ modes: termios, of descriptor: Int32) {
        EmergencyRestore.arm(descriptor: descriptor, bytes: "", modes: modes, sparingHandled: true)
    }

    /// The modes have been set again in the ordinary way.
    public static func release() { EmergencyRestore.disarm() }

    /// Sets kept modes again, before an end that asks nobody.
    public static func restore() { EmergencyRestore.restore() }
}
