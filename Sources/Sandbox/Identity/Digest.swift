enum Digest {
    static func sha256(_ message: [UInt8]) -> [UInt8] { fatalError() }
    static func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] { fatalError() }
}
