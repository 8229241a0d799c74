using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What may leave of one person's resources towards one requester at one moment; what <see cref="ConsentDecision"/> is without its SQL.</summary>
/// <param name="judges">Who judges.</param>
internal sealed class PersonRelease(PersonJudges judges)
{
    /// <summary>The resource as it may leave; null where it may not be seen.</summary>
    public ReleasedResource? Release(StoredResource resource) => Release(judges.Judge, judges.Person, resource);

    /// <summary>Why this resource may or may not be seen.</summary>
    public DecisionReason ReasonFor(StoredResource resource) => StatedParts.Judge(judges.Judge, resource).Reason ?? Reasons.None;

    /// <summary>The resource as a judge lets it leave: whole, cut to the elements a legal basis opens, and always without the marks of who states
    /// which part and the parts whose category (a dementia registration number in a Patient) or whose staters' contributions are not permitted.</summary>
    public static ReleasedResource? Release(PersonAccess judge, string person, StoredResource resource) =>
        Opened(judge, person, resource) is not { } released ? null : MasksOf(judge, resource, released) is { } masks ? released with { Json = IdentifierMask.Apply(released.Json, masks) } : released;

    // PIPA 24: numbers that were not agreed to apart from the rest do not leave by a consent, whatever the role is shown.
    private static IdentifierMasks? MasksOf(PersonAccess judge, StoredResource resource, ReleasedResource released) =>
        released.Reason.Basis.Kind == LegalBasisKind.Consent && IdentifierMask.MayHoldUniqueNumber(released.Json.Span) && !judge.ShowsUniqueNumbers(ResourceFacts.Of(resource))
            ? (judge.Masks ?? IdentifierMasks.None) with { UniqueNumber = IdentifierShow.Absent } : judge.Masks;

    private static ReleasedResource? Opened(PersonAccess judge, string person, StoredResource resource)
    {
        var others = StatedParts.OthersOf(resource);
        if (others.Count > 0 && new StatedParts(judge, resource) is var parts && !parts.IsWhole(others)) return OpenedInParts(judge, person, resource, parts, parts.Best(others));
        var verdict = judge.Judge(ResourceFacts.Of(resource));
        if (!verdict.Permitted || verdict.Reason is null) return null;
        if (verdict.Elements is null && !PartCut.IsNeeded(resource.Json.Span)) return new(resource.Json, verdict.Reason);
        return CutMemo.Of(resource).Get(verdict.Elements, (category, source) => Sees(judge, person, category, source), sees => Cut(resource, verdict.Elements, sees)) is { } left ? new(left, verdict.Reason) : null;
    }

    // An element is asked about by its path, which no category looks like.
    private static ReleasedResource? OpenedInParts(PersonAccess judge, string person, StoredResource resource, StatedParts parts, Verdict best)
    {
        if (!best.Permitted || best.Reason is null) return null;
        return CutMemo.Of(resource).Get(null, Shows, shows => Cut(resource.Json, document => PartCut.ApplyStated(document, resource.Tags.Source, shows))) is { } left ? new(left, best.Reason) : null;

        bool Shows(string part, string source) => part.Contains('.', StringComparison.Ordinal) ? parts.Shows(part, source) : Sees(judge, person, part, source);
    }

    private static bool Sees(PersonAccess judge, string person, string category, string source) => judge.JudgeTags(new ResourceTags(person, category, source)) == Match.Yes;

    private static byte[]? Cut(StoredResource resource, IReadOnlyList<string>? elements, Func<string, string, bool> sees)
    {
        var json = resource.Json;
        if (elements is not null)
        {
            if (Cut(json, document => ElementCut.Apply(document, elements)) is not { } fewer) return null;
            if (!PartCut.IsNeeded(fewer)) return fewer;
            json = fewer;
        }

        return Cut(json, document => PartCut.Apply(document, resource.Tags.Source, sees));
    }

    private static byte[]? Cut(ReadOnlyMemory<byte> json, Func<FhirDocument, byte[]> cut)
    {
        using var document = FhirDocument.Parse(json, Schema.R4).Value;
        return document is null ? null : cut(document);
    }
}
