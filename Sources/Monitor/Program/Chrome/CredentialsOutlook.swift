import AWSOperations
import BatchInference
import Console

/// When the credentials in use end, and what a person must do about it: a line below the header, in time.
struct CredentialsOutlook: Hashable, Sendable {
    var accessKeyID: String
    /// Nil where the services refuse them already.
    var ends: Timestamp?
    var remedy: String

    /// How long before the end the line is shown, in seconds.
    static let notice = 15.0 * 60

    /// The line and whether it is over; nil while there is time.
    func line(now: Timestamp, glyphs: Glyphs) -> (text: String, isOver: Bool)? {
        guard let ends else {
            return ("\(glyphs.failed) AWS rejects these credentials; \(remedy)", true)
        }
        let left = ends.seconds(since: now)
        if left <= 0 { return ("\(glyphs.failed) credentials expired \(DisplayText.moment(ends)); \(remedy)", true) }
        guard left <= Self.notice else { return nil }
        let minutes = Int((left / 60).rounded(.up))
        return ("\(glyphs.warning) credentials expire in \(minutes) min; \(remedy)", false)
    }

    /// The seconds until the line changes by itself; nil where it will not.
    func nextChange(now: Timestamp) -> Double? {
        guard let left = ends?.seconds(since: now), left > 0 else { return nil }
        if left > Self.notice { return left - Self.notice }
        let part = left.truncatingRemainder(dividingBy: 60)
        return part > 0 ? part : 60
    }
}

extension State {
    /// Takes what the client says of its credentials: fresh ones end the old ones' line.
    mutating func take(_ news: CredentialsNews) {
        switch news {
        case .found(let id, let expiration, let renewal):
            if let renewal, let expiration {
                outlook = CredentialsOutlook(accessKeyID: id, ends: expiration, remedy: renewal)
            } else if outlook?.accessKeyID != id {
                outlook = nil
            }
        case .notRenewed(let id, let expiration, let remedy):
            outlook = CredentialsOutlook(accessKeyID: id, ends: expiration, remedy: remedy)
        case .refused(let id, let remedy):
            outlook = CredentialsOutlook(accessKeyID: id, ends: nil, remedy: remedy)
        }
    }
}
