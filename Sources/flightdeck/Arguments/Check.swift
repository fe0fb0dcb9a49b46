import AWSOperations
import ArgumentParser
import BatchInference

/// Checks of single arguments; each throws a `ValidationError` that names the limit.
enum Check {
    /// Letters, digits and hyphens that begin and end a label of a host name.
    static func region(_ name: String, of option: String = "--region") throws {
        guard PlanPatterns.isHyphenated(name, limit: 63) else {
            throw ValidationError("\(option) must be a region name such as eu-west-1 (got \(name))")
        }
    }

    /// Names of jobs: `[a-zA-Z0-9](-*[a-zA-Z0-9])*`, up to a length.
    static func name(_ name: String, of thing: String, atMost limit: Int) throws {
        guard PlanPatterns.isHyphenated(name, limit: limit) else {
            throw ValidationError(
                "\(thing) must be 1 to \(limit) letters, digits and hyphens, starting and ending with a letter or digit (got \(name))"
            )
        }
    }

    static func range(_ value: Int?, _ range: ClosedRange<Int>, of option: String) throws {
        guard let value, !range.contains(value) else { return }
        throw ValidationError("\(option) must be between \(range.lowerBound) and \(range.upperBound) (got \(value))")
    }

    static func nameContains(_ text: String?) throws {
        guard let text else { return }
        let isValid = (1...63).contains(text.utf8.count) && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 45 }
        guard isValid else {
            throw ValidationError("--name-contains must be 1 to 63 letters, digits and hyphens (got \(text))")
        }
    }

    /// One of the API's own words, whatever the case of its letters.
    static func value<Value: APIEnumeration>(
        _ text: String?, of option: String, among known: [Value] = Value.known
    ) throws -> Value? {
        guard let text else { return nil }
        if let value = known.first(where: { $0.rawValue.lowercased() == text.lowercased() }) { return value }
        let words = known.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(option) must be one of \(words) (got \(text))")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
