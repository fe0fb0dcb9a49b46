/// The program's version, as `--version` prints it.
enum ProgramVersion {
    static let current = "0.1.0"
}
