import AWSOperations

/// The container definitions that a candidate brings: one plain set, or one for each accelerator.
public struct ContainerSets: Hashable, Sendable {
    /// `InferenceContainers`.
    public var plain: [AutoMLContainerDefinition]
    /// `InferenceContainerDefinitions["CPU"]`.
    public var cpu: [AutoMLContainerDefinition]
    /// `InferenceContainerDefinitions["GPU"]`.
    public var gpu: [AutoMLContainerDefinition]
    /// How a model that was made before calls its containers; nil for a candidate's.
    public var execution: InferenceExecutionConfig?

    public init(
        plain: [AutoMLContainerDefinition] = [], cpu: [AutoMLContainerDefinition] = [],
        gpu: [AutoMLContainerDefinition] = [], execution: InferenceExecutionConfig? = nil
    ) {
        self.plain = plain
        self.cpu = cpu
        self.gpu = gpu
        self.execution = execution
    }

    public init(_ candidate: AutoMLCandidate) {
        let byAccelerator = candidate.inferenceContainerDefinitions ?? [:]
        self.init(
            plain: candidate.inferenceContainers ?? [], cpu: byAccelerator["CPU"] ?? [],
            gpu: byAccelerator["GPU"] ?? [])
    }

    public var isEmpty: Bool { plain.isEmpty && cpu.isEmpty && gpu.isEmpty }

    /// The sets that are there, by name.
    public var accelerators: [String] { (cpu.isEmpty ? [] : ["CPU"]) + (gpu.isEmpty ? [] : ["GPU"]) }

    /// The set for reading: the plain one, else CPU, else GPU.
    public var preferred: [AutoMLContainerDefinition] {
        if !plain.isEmpty { return plain }
        return cpu.isEmpty ? gpu : cpu
    }

    /// The set that fits an instance: GPU's on a GPU instance and CPU's elsewhere, where there is a choice.
    public func matching(gpuInstance: Bool) -> [AutoMLContainerDefinition] {
        if gpuInstance, !gpu.isEmpty { return gpu }
        if !gpuInstance, !cpu.isEmpty { return cpu }
        if !plain.isEmpty { return plain }
        return cpu.isEmpty ? gpu : cpu
    }
}
