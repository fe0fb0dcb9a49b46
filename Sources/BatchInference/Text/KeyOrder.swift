extension [UInt8] {
    /// Whether it comes before another in the order in which S3 lists keys.
    func precedes(_ other: [UInt8]) -> Bool {
        let shared = Swift.min(count, other.count)
        return withUnsafeBufferPointer { left in
            other.withUnsafeBufferPointer { right in
                for index in 0..<shared where left[index] != right[index] { return left[index] < right[index] }
                return left.count < right.count
            }
        }
    }
}
