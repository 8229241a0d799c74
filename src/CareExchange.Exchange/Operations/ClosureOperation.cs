using System.Globalization;
using System.Text.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$closure</c> (R4 terminology-service.html#closure): keeps a client's table of which of its concepts is-a which, and tells what is new in it.</summary>
/// <remarks>With a name alone the table is begun, or begun again; with concepts they are added; with a version everything since is told once more. The server
/// keeps concepts only: relations are what the code systems say at that moment. A table belongs to the organisation that began it.</remarks>
public sealed class ClosureOperation(DefinitionLibrary library, ClosureStore store, TimeProvider clock) : IOperation
{
    // Each new concept is compared with each that is there.
    private const int MostConcepts = 10_000;
    private const int MostAtOnce = 500;
    private const int LongestName = 200;

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/ConceptMap-closure";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public bool AffectsState => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Refusal("ConceptMap", OperationNeed.Update) is { } refused) return refused;
        var (input, owner) = (call.Input, call.Requester.OrganizationId);
        if (input.Text("name") is not { Length: > 0 and <= LongestName } name) return OperationIssues.WrongValue(input.Where("name"), $"a name of at most {LongestName} characters");
        CodingInput?[] given = [.. input.All("concept").Select(concept => CodingInput.Of(concept.Element))];
        if (given.Contains(null) || given.Any(concept => concept!.System is null)) return OperationIssues.WrongValue(input.Where("concept"), "codings with system and code");
        if (given.Length > MostAtOnce) return OperationIssues.WrongValue(input.Where("concept"), $"at most {MostAtOnce} concepts at once");
        if (given.Length > 0 && input.Text("version") is not null) return OperationIssues.WrongValue(input.Where("version"), "concepts to add, or a version to hear of again");
        var live = await library.CurrentAsync(cancellationToken);
        return input.Text("version") is { } version ? await SinceAsync(owner, name, version, live, cancellationToken) : await AddAsync(owner, name, given!, live, input, cancellationToken);
    }

    private async Task<Outcome<OperationAnswer>> SinceAsync(string owner, string name, string version, LiveDefinitions live, CancellationToken cancellationToken)
    {
        if (ClosureConcepts.Read(await store.ReadAsync(owner, name, cancellationToken)) is not { } table) return Unknown(name);
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since <= table.Version
            ? Answer(name, table, since, live)
            : OperationIssues.WrongValue("Parameters.parameter.where(name = 'version')", $"a version that was answered, up to {table.Version}");
    }

    private async Task<Outcome<OperationAnswer>> AddAsync(string owner, string name, CodingInput[] given, LiveDefinitions live, OperationInput input, CancellationToken cancellationToken)
    {
        foreach (var concept in given)
        {
            var known = live.Lookup.Subsumes(concept.System!, null, concept.Code, concept.Code);
            if (!known.Succeeded) return Outcome.Failure<OperationAnswer>([.. known.Issues.Select(issue => issue with { Expression = input.Where("concept") })]);
        }

        ClosureConcepts? before = null, after = null;
        await store.ChangeAsync(owner, name, kept =>
        {
            before = ClosureConcepts.Read(kept);
            after = given.Length == 0 ? ClosureConcepts.Empty : before?.With(given.Select(concept => (concept.System!, concept.Code)));
            return after is null || after.Concepts.Count > MostConcepts || ReferenceEquals(after, before) ? null : after.Write();
        }, cancellationToken);
        if (after is null) return Unknown(name);
        if (after.Concepts.Count > MostConcepts) return OperationIssues.WrongValue(input.Where("concept"), $"at most {MostConcepts} concepts in one table");
        return Answer(name, after, given.Length == 0 ? after.Version : before!.Version, live);
    }

    // What the new concepts are to all: the source is-a the target, which is what "subsumes" says in R4.
    private OperationAnswer Answer(string name, ClosureConcepts table, int since, LiveDefinitions live)
    {
        var pairs = new List<(string System, string Code, string Above)>();
        foreach (var system in table.Concepts.GroupBy(concept => concept.System, StringComparer.Ordinal))
        {
            ClosureConcept[] concepts = [.. system];
            for (var newer = 0; newer < concepts.Length; newer++)
            {
                if (concepts[newer].Since <= since) continue;
                for (var other = 0; other < concepts.Length; other++)
                {
                    // Two new ones are compared once.
                    if (other == newer || (other > newer && concepts[other].Since > since)) continue;
                    var (one, two) = (concepts[newer].Code, concepts[other].Code);
                    switch (live.Lookup.Subsumes(system.Key, null, one, two).Value)
                    {
                        case "subsumes": pairs.Add((system.Key, two, one)); break;
                        case "subsumed-by": pairs.Add((system.Key, one, two)); break;
                    }
                }
            }
        }

        return new OperationAnswer(OperationJson.Object(json => Write(json, name, table.Version, pairs)));
    }

    private void Write(Utf8JsonWriter json, string name, int version, IReadOnlyList<(string System, string Code, string Above)> pairs)
    {
        json.WriteString("resourceType", "ConceptMap");
        json.WriteString("version", version.ToString(CultureInfo.InvariantCulture));
        json.WriteString("title", name);
        json.WriteString("status", "active");
        json.WriteBoolean("experimental", true);
        json.WriteString("date", clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss+00:00", CultureInfo.InvariantCulture));
        if (pairs.Count == 0) return;
        json.WriteStartArray("group");
        foreach (var group in pairs.GroupBy(pair => pair.System, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("source", group.Key);
            json.WriteString("target", group.Key);
            json.WriteStartArray("element");
            foreach (var element in group.GroupBy(pair => pair.Code, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("code", element.Key);
                json.WriteStartArray("target");
                foreach (var target in element)
                {
                    json.WriteStartObject();
                    json.WriteString("code", target.Above);
                    json.WriteString("equivalence", "subsumes");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Issue Unknown(string name) =>
        Issue.Error("not-found", "closure-unknown", "There is no such closure table; begin it with its name alone.", "그런 폐포 표가 없습니다. 먼저 이름만 보내 만드십시오.") with { Found = name };
}
