using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Reading;

/// <summary>One look at a person's data, or one refusal.</summary>
/// <param name="Action">What was done, a word of the audit trail such as <c>plan-read</c>.</param>
/// <param name="Purpose">The purpose stated, if it is a known one.</param>
/// <param name="Grounds">What it was decided on.</param>
public sealed record Look(
    DateTimeOffset When, string Who, string? Organization, string Action, PurposeOfUse? Purpose, IReadOnlyList<LegalBasis> Grounds, bool Permitted)
{
    /// <summary>Id of the AuditEvent: what a question about it names.</summary>
    public required string Id { get; init; }

    /// <summary>Id of who looked.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The resource types that were touched, each once.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The AuditEvent, UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }

    /// <summary>The whole of it in one sentence, as everybody reads it.</summary>
    public required Phrase Sentence { get; init; }
}
