/// Amazon's RecordIO-wrapped protobuf: what the feature transform answers by default.
enum RecordIO {
    static let magic: [UInt8] = [0x0a, 0x23, 0xd7, 0xce]

    /// A record a row, each a `Record` message with the dense Float32 tensor `values`.
    static func encode(_ matrix: Matrix) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in 0..<matrix.rows {
            var numbers: [UInt8] = []
            for value in matrix.row(row) { numbers.append(littleEndian: Float(value).bitPattern) }
            // Record.features (1) is a map from "values" to a Value, whose float32_tensor (2) has packed values (1).
            let tensor = field(1, numbers)
            let value = field(2, tensor)
            let record = field(1, field(1, Array("values".utf8)) + field(2, value))
            bytes.append(contentsOf: magic)
            bytes.append(littleEndian: UInt32(record.count))
            bytes.append(contentsOf: record)
            bytes.append(contentsOf: Array(repeating: 0, count: (4 - record.count % 4) % 4))
        }
        return bytes
    }

    private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        var bytes = [UInt8(number << 3 | 2)]
        var length = content.count
        while length > 127 {
            bytes.append(UInt8(length & 127 | 128))
            length >>= 7
        }
        bytes.append(UInt8(length))
        return bytes + content
    }
}
