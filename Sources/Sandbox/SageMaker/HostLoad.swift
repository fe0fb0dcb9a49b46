import AWSOperations

/// What a host's metrics say of a load: no such machine exists, so they are told from the work done.
enum HostLoad {
    static func point(_ load: Double, on type: TransformInstanceType, at moment: Timestamp) -> MetricStore.Point {
        // A wave that follows from the time alone, so that a line moves as a real one does.
        let seconds = moment.secondsSinceEpoch
        let ripple = 0.5 + 0.5 * triangle(seconds / 3.7) * triangle(seconds / 1.3)
        let busyCores = load * (0.55 + 0.35 * ripple)
        return MetricStore.Point(
            time: moment, cpu: min(1, 0.02 + busyCores) * 100 * Double(cores(of: type)),
            memory: 14 + 6 * load + 2 * ripple)
    }

    private static func triangle(_ x: Double) -> Double {
        abs(2 * (x - x.rounded(.down)) - 1)
    }

    private static func cores(of type: TransformInstanceType) -> Int {
        let size = type.rawValue.split(separator: ".").last ?? ""
        return switch size {
        case "large": 2
        case "xlarge": 4
        default: (Int(size.prefix { $0.isNumber }) ?? 1) * 4
        }
    }
}
