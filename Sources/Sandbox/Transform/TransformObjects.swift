/// Reads the objects that a transform needs: its inputs, manifests and model artifacts.
protocol TransformObjects: Sendable {
    /// Every object whose key begins with `prefix`, in the order of keys; none where the bucket does not exist.
    func objects(inBucket bucket: String, withPrefix prefix: String) async throws -> [TransformObject]
    /// The bytes of an object, or nothing where it does not exist.
    func bytes(inBucket bucket: String, key: String) async throws -> [UInt8]?
}

/// An input object as a listing names it.
struct TransformObject: Hashable, Sendable {
    var key: String
    var size: Int
}

/// An object is there or not: the role may not read it.
struct TransformObjectDenied: Error, Hashable, Sendable {
    var message: String
}
