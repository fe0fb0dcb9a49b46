import BatchInference
import Console

/// One interrupted launch, and what has been done about it here.
struct UnfinishedLaunch: Hashable, Sendable, Identifiable {
    var record: LaunchRecord
    /// The completion or clean-up that was started here.
    var progress: LaunchProgress?

    var id: String { record.id }
    var isRunning: Bool { progress?.isRunning ?? false }

    /// Whether nothing is left to be done.
    var isSettled: Bool {
        switch progress?.events.last {
        case .launched?, .cleanedUp?: true
        default: record.isSettled
        }
    }

    /// How far it came, or how it ended here.
    var status: StatusWord {
        switch progress?.events.last {
        case .launched?: StatusWord(\.completed, "finished", .statusCompleted)
        case .cleanedUp?: StatusWord(\.completed, "cleaned up", .statusCompleted)
        case .failed?: StatusWord(\.failed, "failed again", .statusFailed)
        default:
            if isRunning {
                StatusWord(\.running, "working", .statusRunning)
            } else if record.isOpenTrial {
                StatusWord(\.warning, "sample run interrupted", .statusWarning)
            } else if record.correctedFolder != nil {
                StatusWord(\.warning, "corrected input left", .statusWarning)
            } else {
                record.state.status
            }
        }
    }
}

extension LaunchRecord.State {
    /// How far a launch came, in words.
    var status: StatusWord {
        switch self {
        case .planned: StatusWord(\.pending, "not begun", .statusPending)
        case .copyingArtifacts: StatusWord(\.warning, "artifacts partly copied", .statusWarning)
        case .creatingModel: StatusWord(\.warning, "model may exist", .statusWarning)
        case .modelCreated: StatusWord(\.warning, "model, no transform", .statusWarning)
        case .creatingTransform: StatusWord(\.warning, "transform may exist", .statusWarning)
        case .cleaningUp: StatusWord(\.warning, "clean-up interrupted", .statusWarning)
        case .launched: StatusWord(\.completed, "finished", .statusCompleted)
        case .cleanedUp: StatusWord(\.completed, "cleaned up", .statusCompleted)
        case .refused: StatusWord(\.failed, "refused, nothing left", .statusFailed)
        }
    }

    /// What that means for what is in the account.
    var explanation: String {
        switch self {
        case .planned: "It was recorded, but no request was sent."
        case .copyingArtifacts:
            "Artifacts were being copied to the launch's account: an unfinished upload may remain there."
        case .creatingModel: "CreateModel was sent but got no response: the model may exist."
        case .modelCreated: "The model was created; the transform wasn't started, or was refused."
        case .creatingTransform: "CreateTransformJob was sent but got no response: the transform may be running."
        case .cleaningUp: "Deleting the model may not have finished."
        case .launched: "The transform was started."
        case .cleanedUp: "It left nothing behind."
        case .refused: "The service refused it; nothing was left behind."
        }
    }
}
