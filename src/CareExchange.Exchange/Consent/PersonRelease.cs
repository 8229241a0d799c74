using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>What may leave of one person's resources towards one requester at one moment; what <see cref="ConsentDecision"/> is without its SQL.</summary>
/// <remarks>Whether the requester's organisation contributed to the person matters to few resources, so it is looked up only where it does. One request, one thread.</remarks>
/// <param name="judges">Who judges.</param>
internal sealed class PersonRelease(PersonJudges judges)
{
    private PersonAccess _judge = judges.Unknown;
    private bool _isKnownAsked;

    /// <summary>True where the decision about this resource may hang on whether the requester's organisation contributed to the person, and nobody has said so yet.</summary>
    public bool AsksWhetherKnown(StoredResource resource)
    {
        if (_isKnownAsked) return false;
        foreach (var rule in judges.Serving)
        {
            if (rule.Scope == RuleScope.KnownPerson && (rule.Opens(resource.Tags.Category) || PartCut.IsNeeded(resource.Json.Span)) && !IsWholeAnyway(rule, resource)) return true;
        }

        return false;
    }

    // What somebody sees whole they see no more of for being known, and no part of it has a category that the rule would open.
    private bool IsWholeAnyway(LegalBasisRule rule, StoredResource resource) =>
        rule.Elements.Count > 0 && !PartCut.MayHavePartOf(resource.Json.Span, rule.Categories) && judges.Unknown.Judge(ResourceFacts.Of(resource)) is { Permitted: true, Elements: null };

    /// <summary>Says whether the requester's organisation contributed something about the person.</summary>
    public void SetKnown(bool isKnown)
    {
        _isKnownAsked = true;
        if (isKnown) _judge = judges.Known;
    }

    /// <summary>The resource as it may leave; null where it may not be seen.</summary>
    public ReleasedResource? Release(StoredResource resource) => Release(_judge, judges.Person, resource);

    /// <summary>Why this resource may or may not be seen.</summary>
    public DecisionReason ReasonFor(StoredResource resource) => _judge.Judge(ResourceFacts.Of(resource)).Reason ?? Reasons.None;

    /// <summary>The resource as a judge lets it leave: whole, cut to the elements a legal basis opens, and always without the marks of who states
    /// which part and the parts (a dementia registration number in a Patient) whose category is not permitted.</summary>
    public static ReleasedResource? Release(PersonAccess judge, string person, StoredResource resource) =>
        Opened(judge, person, resource) is not { } released ? null : MasksOf(judge, resource, released) is { } masks ? released with { Json = IdentifierMask.Apply(released.Json, masks) } : released;

    // PIPA 24: numbers that were not agreed to apart from the rest do not leave by a consent, whatever the role is shown.
    private static IdentifierMasks? MasksOf(PersonAccess judge, StoredResource resource, ReleasedResource released) =>
        released.Reason.Basis.Kind == LegalBasisKind.Consent && IdentifierMask.MayHoldUniqueNumber(released.Json.Span) && !judge.ShowsUniqueNumbers(ResourceFacts.Of(resource))
            ? (judge.Masks ?? IdentifierMasks.None) with { UniqueNumber = IdentifierShow.Absent } : judge.Masks;

    private static ReleasedResource? Opened(PersonAccess judge, string person, StoredResource resource)
    {
        var verdict = judge.Judge(ResourceFacts.Of(resource));
        if (!verdict.Permitted || verdict.Reason is null) return null;
        if (verdict.Elements is null && !PartCut.IsNeeded(resource.Json.Span)) return new(resource.Json, verdict.Reason);
        return CutMemo.Of(resource).Get(verdict.Elements, Sees, sees => Cut(resource, verdict.Elements, sees)) is { } left ? new(left, verdict.Reason) : null;

        bool Sees(string category, string source) => judge.JudgeTags(new ResourceTags(person, category, source)) == Match.Yes;
    }

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
