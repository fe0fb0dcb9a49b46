import AWSOperations
import ArgumentParser

/// A moment in the past as an option takes it: `90s`, `15m`, `2h`, `3d` or `1w` ago, or an ISO 8601 time.
enum PastTime: Hashable, ExpressibleByArgument {
    case ago(seconds: Double)
    case at(Timestamp)

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        if let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()), count >= 0 {
            self = .ago(seconds: Double(count) * unit)
        } else if let moment = Timestamp(iso8601: argument) {
            self = .at(moment)
        } else {
            return nil
        }
    }

    func moment(before now: Timestamp) -> Timestamp {
        switch self {
        case .ago(let seconds): now.adding(seconds: -seconds)
        case .at(let moment): moment
        }
    }
}
