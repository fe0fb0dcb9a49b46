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
                StatusWord(\.warning, "trial cut short", .statusWarning)
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
        case .copyingArtifacts: StatusWord(\.warning, "artifacts half copied", .statusWarning)
        case .creatingModel: StatusWord(\.warning, "model in doubt", .statusWarning)
        case .modelCreated: StatusWord(\.warning, "model made, no transform", .statusWarning)
        case .creatingTransform: StatusWord(\.warning, "transform in doubt", .statusWarning)
        case .cleaningUp: StatusWord(\.warning, "clean-up cut short", .statusWarning)
        case .launched: StatusWord(\.completed, "finished", .statusCompleted)
        case .cleanedUp: StatusWord(\.completed, "cleaned up", .statusCompleted)
        case .refused: StatusWord(\.failed, "refused, nothing left", .statusFailed)
        }
    }

    /// What that means for what is in the account.
    var explanation: String {
        switch self {
        case .planned: "It was written down, and no request was sent."
        case .copyingArtifacts:
            "The artifacts were being copied to the account of the launch: parts of one may wait there."
        case .creatingModel: "CreateModel was sent and no answer was seen: the model may be there."
        case .modelCreated: "The model was made; the transform was not started, or was refused."
        case .creatingTransform: "CreateTransformJob was sent and no answer was seen: the transform may be running."
        case .cleaningUp: "Deleting the model was begun and not seen to its end."
        case .launched: "The transform was started."
        case .cleanedUp: "Nothing of it is left."
        case .refused: "The service refused it; nothing is left."
        }
    }
}
