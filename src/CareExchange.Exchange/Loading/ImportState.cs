using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Loading;

/// <summary>An import as its job keeps it; how far it is stands with what it loaded.</summary>
internal sealed record ImportState(IReadOnlyList<ImportInput> Inputs, string Agent, string Role, string OrganizationId, string OrganizationDisplay, string RequestId)
{
    public LoadProgress? Done { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static ImportState Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<ImportState>(json.Span) ?? throw new InvalidDataException("The state of an import cannot be read.");

    public LoadOrder ToOrder(string id, ImportSources sources) => new(
        id,
        [.. Inputs.Select(input => SourceOf(input, sources))],
        new Requester(Agent, Agent, Role, OrganizationId, OrganizationDisplay, PurposeOfUse.Treatment, IsSystem: true),
        new RequestTrace(RequestId, null, null));

    // Checked again at each opening: what the operator allows may have changed since.
    private static LoadSource SourceOf(ImportInput input, ImportSources sources) => new(
        Path.GetFileName(new Uri(input.Url).AbsolutePath),
        LoadFormat.Lines,
        cancellationToken => sources.Check(input.Url).Value is { } uri ? sources.OpenAsync(uri, cancellationToken) : throw new InvalidDataException("The source is not allowed any more."))
    {
        Type = input.Type,
    };
}
