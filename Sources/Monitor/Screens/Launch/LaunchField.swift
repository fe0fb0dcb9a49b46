import AWSOperations
import BatchInference

/// One row of the launch form: what it is called, and how the plan's value is read and written.
struct LaunchField: Sendable, Identifiable {
    enum ID: Hashable, Sendable, CaseIterable {
        case input
        case output
        case instanceType
        case instanceCount
        case columns
        case role
        case modelName
        case transformName
        case account
        // The lines that fold the rows below them in and out.
        case dataGroup
        case batchingGroup
        case processingGroup
        case containersGroup
        case encryptionGroup
        case recordsGroup
        case contentType
        case split
        case assemble
        case inputKind
        case compression
        case batchStrategy
        case payload
        case concurrency
        case accept
        case inputFilter
        case outputFilter
        case join
        case timeout
        case retries
        case environment
        case containers
        case tags
        case subnets
        case securityGroups
        case isolation
        case volumeKey
        case outputKey
        case capture
        case captureKey
        case captureIDs
        case experiment
        case trial
        case trialComponent
        case run
        case amiVersion
    }

    enum Entry: Sendable {
        /// A line of text; writing says what is wrong with the text where it has no value.
        case text(
            read: @Sendable (LaunchPlan) -> String, write: @Sendable (inout LaunchPlan, String) -> String?)
        /// One of a few values, by their place.
        case choice(
            titles: [String], read: @Sendable (LaunchPlan) -> Int, write: @Sendable (inout LaunchPlan, Int) -> Void)
        /// The response keys, each ticked or not.
        case columns
        case instance
        /// The account that the launch is made in, by its profile.
        case account
        /// The environment of the model's containers, on a screen of its own.
        case containers
        /// Folds the group's rows in and out; says what they are about.
        case fold(about: String)
    }

    var id: ID
    var label: String
    /// Shown while the field is empty.
    var placeholder: String
    var entry: Entry
    /// Where the plan's problems with it are filed.
    var problems: PlanProblem.Field?
    /// Whether a place in S3 can be picked for it.
    var isLocation = false

    var isText: Bool {
        if case .text = entry { true } else { false }
    }

    /// What the keys of a row do that takes no text.
    var keyHint: String {
        switch entry {
        case .text: ""
        case .choice: "Space changes it"
        case .columns: "Space ticks a column"
        case .instance, .account: "Enter chooses"
        case .containers: "Enter opens it"
        case .fold: "Enter folds it in and out"
        }
    }
}

extension LaunchField {
    static func text(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, String> & Sendable,
        _ problems: PlanProblem.Field,
        placeholder: String = "", isLocation: Bool = false
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path] },
                write: {
                    $0[keyPath: path] = $1
                    return nil
                }), problems: problems, isLocation: isLocation)
    }

    /// A whole number that may be left out.
    static func number(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, Int?> & Sendable,
        _ problems: PlanProblem.Field,
        placeholder: String
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path].map { "\($0)" } ?? "" },
                write: { plan, text in
                    plan[keyPath: path] = Int(text)
                    return text.isEmpty || Int(text) != nil ? nil : "a whole number is needed"
                }), problems: problems)
    }

    /// Several texts, parted by commas.
    static func list(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, [String]> & Sendable,
        _ problems: PlanProblem.Field, placeholder: String
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: placeholder,
            entry: .text(
                read: { $0[keyPath: path].joined(separator: ", ") },
                write: {
                    $0[keyPath: path] = PairText.parts(of: $1, by: ",")
                    return nil
                }), problems: problems)
    }

    /// Names with values, as `NAME=value; NAME=value`.
    static func pairs(
        _ id: ID, _ label: String, _ problems: PlanProblem.Field,
        read: @escaping @Sendable (LaunchPlan) -> [PairText.Pair],
        write: @escaping @Sendable (inout LaunchPlan, [PairText.Pair]) -> Void
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: "NAME=value; NAME=value",
            entry: .text(
                read: { PairText.text(of: read($0)) },
                write: { plan, text in
                    guard let pairs = PairText.pairs(in: text) else { return "use NAME=value pairs separated by ;" }
                    write(&plan, pairs)
                    return nil
                }), problems: problems)
    }

    static func choice<Value: Equatable & Sendable>(
        _ id: ID, _ label: String, _ path: any WritableKeyPath<LaunchPlan, Value> & Sendable,
        _ options: [(title: String, value: Value)], _ problems: PlanProblem.Field
    ) -> LaunchField {
        LaunchField(
            id: id, label: label, placeholder: "",
            entry: .choice(
                titles: options.map(\.title),
                read: { plan in options.firstIndex { $0.value == plan[keyPath: path] } ?? 0 },
                write: { $0[keyPath: path] = options[$1].value }), problems: problems)
    }
}
