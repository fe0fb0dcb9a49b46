import AWSOperations
import BatchInference
import Console

/// Everything that can happen to the program.
public enum Message: Sendable {
    case input(InputEvent)
    /// An event of one screen; dropped where that screen is gone.
    case screen(ScreenID, any Sendable)
    case identity(GetCallerIdentityResponse)
    case identityFailed(AWSFailure)
    /// Another profile can be gone over to, with a screen to be carried along.
    case profileReady(ProfileAccess, carrying: (any Screen)?)
    case profileFailed(name: String, AWSFailure)
    case unfinishedLaunches([LaunchRecord])
    /// The shared client did something by itself that is worth saying.
    case notice(ServiceNotice)
    /// The shared client needs a code of an MFA device.
    case mfaAsked(MFAQuestion)
    case toastExpired(Toast.ID)
    /// Time alone changed what is shown.
    case clockMoved
    /// Yes to the question before a switch of the profile that drops a form.
    case profileConfirmed(String)
    /// Yes to the question before the program ends.
    case quitConfirmed
    case themeProblem(String)
}
