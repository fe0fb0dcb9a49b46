import AWSOperations
import BatchInference
import Console

/// What the header says at its right: an MFA code that is needed, a retry, or how fresh the screen is.
struct HeaderStatus {
    var text: String
    var role: StyleRole
    /// Where the text does not fit.
    var shortText: String?

    init?(of state: State) {
        if let notice = state.mfa.notice, !state.isMFADialogOpen {
            (text, role) = ("\(state.glyphs.warning) \(notice)", .stale)
            return
        }
        if let retry = state.retry, retry.nextTry >= state.now {
            (text, role) = ("\(state.glyphs.warning) \(Self.text(of: retry, in: state))", .stale)
            let left = retry.retriesLeft < Self.fewRetries ? ", \(retry.retriesLeft) left" : ""
            shortText = "\(state.glyphs.warning) try \(retry.attempt) of \(retry.maxAttempts)\(left)"
            return
        }
        guard let freshness = state.top.screen.freshness else { return nil }
        (text, role) = freshness.label(now: state.now, glyphs: state.glyphs)
    }

    /// Which attempt comes when; and what is left of the retries, where there is room or they run out.
    private static func text(of retry: ServiceNotice.Retry, in state: State) -> String {
        let wait = DisplayText.countdown(seconds: retry.nextTry.seconds(since: state.now))
        let next = "\(retry.reason), try \(retry.attempt) of \(retry.maxAttempts) \(wait)"
        guard state.size.columns >= wideColumns else {
            return retry.retriesLeft < fewRetries ? "\(next), \(retry.retriesLeft) left" : next
        }
        return next + ", \(DisplayText.counted(retry.retriesLeft, "retry", "retries")) left"
    }

    private static let wideColumns = 110
    private static let fewRetries = 20
}

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
