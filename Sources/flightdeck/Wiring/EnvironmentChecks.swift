import AWSOperations
import BatchInference
import LocalStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the machine around the program must offer: directories to write to, and a terminal.
enum EnvironmentChecks {
    static func checks(
        directories: UserDirectories, variable: (String) -> String?
    ) -> [DoctorCheck] {
        [
            journal(directories),
            directory(directories.cache, "cache", purpose: "cached data", needed: false),
            directory(directories.config, "config", purpose: "settings and themes", needed: false),
            terminal(variable), locale(variable),
        ]
    }

    /// The state directory, and whether the journal in it can be written.
    private static func journal(_ directories: UserDirectories) -> DoctorCheck {
        var check = directory(directories.state, "state", purpose: "launch journal and history", needed: true)
        if check.outcome == .passed, let obstacle = StoreError(obstacleOf: directories.database) {
            check.outcome = .failed
            check.detail = obstacle.problem
            check.remedy = obstacle.remedy
        }
        return check
    }

    /// Whether a directory can be written to, or made; nothing is made.
    private static func directory(_ path: String, _ name: String, purpose: String, needed: Bool) -> DoctorCheck {
        var check = DoctorCheck(
            id: "directory.\(name)", area: .machine, title: "\(name) directory", outcome: .passed,
            detail: "\(path), for \(purpose)")
        var place = path
        while access(place, F_OK) != 0, errno == ENOENT || errno == ENOTDIR, place.count > 1 {
            place = place.folder
            if place.isEmpty { place = "/" }
        }
        if place != path { check.detail += "; created when needed" }
        var status = stat()
        if stat(place, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            check.outcome = needed ? .failed : .warned
            check.detail = "\(place) isn't a directory"
            check.remedy = "move that file away"
        } else if access(place, W_OK | X_OK) != 0 {
            check.outcome = needed ? .failed : .warned
            check.detail = "\(place) isn't writable: \(String(cString: strerror(errno)))"
            check.remedy = "chown or chmod \(place), or set the XDG_… variable to another directory"
        }
        return check
    }

    private static func terminal(_ variable: (String) -> String?) -> DoctorCheck {
        var check = DoctorCheck(id: "terminal", area: .machine, title: "terminal", outcome: .passed)
        guard let type = variable("TERM") else {
            check.outcome = .warned
            check.detail = "TERM is not set"
            check.remedy = "run in a terminal, or set TERM, for example xterm-256color"
            return check
        }
        let colors =
            if variable("NO_COLOR") != nil {
                "no colours (NO_COLOR)"
            } else if ["truecolor", "24bit"].contains(variable("COLORTERM")) {
                "true colour (COLORTERM)"
            } else if type.contains("256color") || type.contains("direct") {
                "256 colours or more"
            } else {
                "16 colours or fewer"
            }
        check.detail = "TERM \(type), \(colors)"
        if type == "dumb" || !isDescribed(type, variable) {
            check.outcome = .warned
            check.detail += type == "dumb" ? "; it can't move its cursor" : "; terminfo doesn't know it"
            check.remedy = "set TERM to your terminal's type, for example xterm-256color"
        }
        return check
    }

    /// Whether there is a terminfo entry, in the places where ncurses looks.
    private static func isDescribed(_ type: String, _ variable: (String) -> String?) -> Bool {
        guard let first = type.utf8.first, !type.contains("/") else { return false }
        let own = [variable("TERMINFO"), variable("HOME").map { "\($0)/.terminfo" }].compactMap { $0 }
        let folders = own + ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        let hexadecimal = String(first, radix: 16)
        return folders.contains { folder in
            access("\(folder)/\(type.prefix(1))/\(type)", R_OK) == 0
                || access("\(folder)/\(hexadecimal)/\(type)", R_OK) == 0
        }
    }

    private static func locale(_ variable: (String) -> String?) -> DoctorCheck {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first ?? "C"
        let isUTF8 = name.lowercased().replacing("-", with: "").contains("utf8")
        return DoctorCheck(
            id: "locale", area: .machine, title: "locale", outcome: .passed,
            detail: isUTF8 ? name : "\(name); characters are drawn as in C.UTF-8")
    }
}
