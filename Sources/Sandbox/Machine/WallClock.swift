import AWSOperations

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Timestamp {
    /// This moment, to the millisecond, as AWS gives times.
    static var now: Timestamp {
        Timestamp(secondsSinceEpoch: (Date().timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}
