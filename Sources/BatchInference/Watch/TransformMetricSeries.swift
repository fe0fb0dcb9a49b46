import AWSOperations

/// One point of a metric.
public struct MetricPoint: Hashable, Sendable {
    public var time: Timestamp
    public var value: Double

    public init(time: Timestamp, value: Double) {
        self.time = time
        self.value = value
    }
}

/// The load of a transform's instances, one point a minute, the mean over instances, oldest first.
public struct TransformMetricSeries: Hashable, Sendable {
    /// In percent of one core: up to 100 × cores.
    public var cpu: [MetricPoint] = []
    /// In percent of the memory.
    public var memory: [MetricPoint] = []
    /// In percent, up to 100 × devices; empty on instances without a GPU.
    public var gpu: [MetricPoint] = []
    public var gpuMemory: [MetricPoint] = []

    public init() {}

    public var isEmpty: Bool { cpu.isEmpty && memory.isEmpty && gpu.isEmpty && gpuMemory.isEmpty }

    /// The latest CPU value as a share of all cores, from 0 to 1; nil without points or with an unknown type.
    public func cpuShare(of instance: InstanceType?) -> Double? {
        guard let latest = cpu.last, let instance, instance.vCPU > 0 else { return nil }
        return latest.value / Double(100 * instance.vCPU)
    }
}
