import AWSOperations

/// A transform's inputs beside their outputs, in the order of the inputs' keys, then outputs without an input.
///
/// Kept small, a row is made when it is asked for: a million take about as much as their facts.
public struct OutputRows: RandomAccessCollection, Sendable {
    private var merge: OutputMerge
    private let strays: [ObjectPage]
    /// The number of the first row of each page, strays after the inputs; and the count of all.
    private let starts: [Int]
    private let inputsAreWhole: Bool
    private let outputsAreWhole: Bool
    /// What they come to.
    public let counts: OutputCounts

    init(_ merge: OutputMerge, inputsAreWhole: Bool, outputsAreWhole: Bool) {
        self.merge = merge
        self.inputsAreWhole = inputsAreWhole
        self.outputsAreWhole = outputsAreWhole
        strays = merge.sortedStrays()
        var starts = [0]
        starts.reserveCapacity(merge.pages.count + strays.count + 1)
        for page in merge.pages { starts.append(starts[starts.count - 1] + page.inputs.count) }
        for page in strays { starts.append(starts[starts.count - 1] + page.count) }
        self.starts = starts
        counts = Self.counted(merge, strays, outputsAreWhole: outputsAreWhole)
    }

    private static func counted(_ merge: OutputMerge, _ strays: [ObjectPage], outputsAreWhole: Bool) -> OutputCounts {
        var counts = OutputCounts()
        // An unknown start of one leaves open which of them wrote what.
        let areKnown = merge.run.repairs.allSatisfy(\.isKnown)
        counts.byRepair = merge.run.repairs.map { RepairShare(name: $0.name, outputs: areKnown ? 0 : nil) }
        for page in merge.pages {
            for index in 0..<page.inputs.count {
                let size = page.inputs.facts.size(index)
                guard page.readings[index] != OutputMerge.RowPage.none else {
                    counts.addInput(size: size, isWritten: false)
                    continue
                }
                let time = page.outputs.time(index)
                let origin = merge.run.origin(of: time)
                counts.addInput(size: size, isWritten: origin != .earlierRun)
                counts.addOutput(size: page.outputs.size(index), time: time, run: merge.run, hasInput: true)
            }
        }
        for page in strays {
            for index in 0..<page.count {
                let time = page.facts.time(index)
                counts.addOutput(
                    size: page.facts.size(index), time: time, run: merge.run, hasInput: false)
            }
        }
        counts.missing = outputsAreWhole ? counts.inputs - counts.written : 0
        return counts
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { starts[starts.count - 1] }

    public subscript(position: Int) -> OutputRow {
        let (page, index) = place(of: position)
        guard page < merge.pages.count else {
            let object = strays[page - merge.pages.count].object(index)
            return OutputRow(
                input: nil, output: object, outputKey: object.key,
                relativeName: String(object.key.droppingBytePrefix(merge.mapping.outputPrefix) ?? object.key[...]),
                mayBePaired: !inputsAreWhole, origin: merge.run.origin(of: object.$lastModified),
                repair: repair(of: object.$lastModified))
        }
        let row = merge.pages[page]
        let input = row.inputs.object(index)
        let reading = row.readings[index]
        let hasOutput = reading != OutputMerge.RowPage.none
        let outputKey =
            hasOutput
            ? merge.mapping.outputKey(for: input.key, reading: Int(reading))
            : merge.mapping.outputKeys(for: input.key).first ?? merge.mapping.outputPrefix
        return OutputRow(
            input: input, output: hasOutput ? row.outputs.object(index, key: outputKey) : nil, outputKey: outputKey,
            relativeName: merge.mapping.relativeName(of: input.key), oddity: merge.oddity(of: input.key),
            mayBePaired: !hasOutput && !outputsAreWhole,
            origin: hasOutput ? merge.run.origin(of: row.outputs.time(index)) : .unknown,
            repair: hasOutput ? repair(of: row.outputs.time(index)) : nil)
    }

    /// The name of the repair that wrote an output; nil where none did, or that isn't known.
    private func repair(of time: Timestamp?) -> String? {
        guard !merge.run.repairs.isEmpty, merge.run.repairs.allSatisfy(\.isKnown),
            merge.run.origin(of: time) == .thisRun
        else { return nil }
        return merge.run.repair(of: time).map { merge.run.repairs[$0].name }
    }

    private func place(of position: Int) -> (page: Int, index: Int) {
        var low = 0
        var high = starts.count - 1
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return (low, position - starts[low])
    }

    /// What of a row its columns need no text for, quickly.
    public func state(at position: Int) -> OutputRow.State {
        let (page, index) = place(of: position)
        guard page < merge.pages.count else {
            if merge.run.origin(of: strays[page - merge.pages.count].facts.time(index)) == .earlierRun {
                return .earlier
            }
            return inputsAreWhole ? .extra : .unpaired
        }
        let row = merge.pages[page]
        guard row.readings[index] != OutputMerge.RowPage.none else { return outputsAreWhole ? .missing : .unknown }
        return merge.run.origin(of: row.outputs.time(index)) == .earlierRun ? .earlier : .written
    }

    /// The size of a row's input; nil where there is none or it isn't known.
    public func inputSize(at position: Int) -> Int? {
        let (page, index) = place(of: position)
        return page < merge.pages.count ? merge.pages[page].inputs.facts.size(index) : nil
    }

    /// The size of a row's output; nil where there is none or it isn't known.
    public func outputSize(at position: Int) -> Int? {
        let (page, index) = place(of: position)
        guard page < merge.pages.count else { return strays[page - merge.pages.count].facts.size(index) }
        let row = merge.pages[page]
        return row.readings[index] == OutputMerge.RowPage.none ? nil : row.outputs.size(index)
    }

    /// The size of every input, in the order of their keys; nil for one whose size isn't known.
    var inputSizes: some Sequence<Int?> {
        merge.pages.lazy.flatMap { page in (0..<page.inputs.count).lazy.map { page.inputs.facts.size($0) } }
    }

    /// Hands on the key of every row in order: the input's, or the output's where there is no input.
    public func forEachKey(_ body: (_ position: Int, _ key: [UInt8]) -> Void) {
        for (number, page) in merge.pages.enumerated() {
            let start = starts[number]
            page.inputs.keys.visit { body(start + $0, $1) }
        }
        for (number, page) in strays.enumerated() {
            let start = starts[merge.pages.count + number]
            page.keys.visit { body(start + $0, $1) }
        }
    }

    /// Where the row of a key is: an input's, or an output's without one.
    public func position(of id: OutputRow.ID) -> Int? {
        let key = Array(id.string.utf8)
        let pages = merge.pages
        let page = PageOrder.place(of: key, count: pages.count) { pages[$0].inputs.keys.first } - 1
        if page >= 0, let index = pages[page].inputs.keys.index(of: key) { return starts[page] + index }
        let stray = PageOrder.place(of: key, count: strays.count) { strays[$0].keys.first } - 1
        guard stray >= 0, let index = strays[stray].keys.index(of: key) else { return nil }
        return starts[pages.count + stray] + index
    }

    /// Where the rows of some keys are, as far as they are here, in order.
    public func positions(of ids: Set<OutputRow.ID>) -> [Int] { ids.compactMap { position(of: $0) }.sorted() }

    /// What a row is found by: its input's name, or the key of the output that it has or would have.
    public func name(of key: [UInt8], at position: Int, isOutput: Bool, into text: inout [UInt8]) {
        text.removeAll(keepingCapacity: true)
        let isStray = position >= starts[merge.pages.count]
        if isStray {
            if isOutput { text.append(contentsOf: key) }
            return
        }
        let name = key.dropFirst(merge.mapping.folderLength)
        guard isOutput else { return text.append(contentsOf: name) }
        text.append(contentsOf: merge.mapping.outputPrefix.utf8)
        text.append(contentsOf: name)
        text.append(contentsOf: OutputMapping.suffix)
    }

    /// Whether an input may not be what was meant.
    public var hasOddities: Bool { merge.hasOddities }

    /// The merge that they are of, to list its outputs again.
    var source: OutputMerge { merge }
}
