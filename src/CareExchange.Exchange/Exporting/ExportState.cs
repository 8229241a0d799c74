using System.Text.Json;

namespace CareExchange.Exchange.Exporting;

/// <summary>How far an export has come: where its next step begins, and at the end what the manifest tells.</summary>
internal sealed record ExportState
{
    public required ExportRequest Request { get; init; }

    public required ExportRequester Requester { get; init; }

    /// <summary>Nothing that was stored after this moment is part of the export.</summary>
    public required DateTimeOffset TransactionTime { get; init; }

    /// <summary>What is still to be looked through, in order: of the whole level one search each, of listed persons all for each person.</summary>
    public required IReadOnlyList<ExportFilter> Searches { get; init; }

    public int Search { get; init; }

    public int Person { get; init; }

    public string? Cursor { get; init; }

    public bool IsAtDeletions { get; init; }

    /// <summary>How many resources each file names, in the order they were begun.</summary>
    public IReadOnlyList<ExportFile> Files { get; init; } = [];

    public long Count => Files.Sum(file => file.Count);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static ExportState Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<ExportState>(json.Span) ?? throw new InvalidDataException("The state of an export cannot be read.");
}
