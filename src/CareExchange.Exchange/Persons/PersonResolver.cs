using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Persons;

/// <summary>Finds the person a Patient of a message is about. Lookups hold until the transaction ends, so nobody is added twice.</summary>
/// <remarks>
/// In this order: the resident number; an identifier of a trusted system, or one that the sender itself stated of a person before; all of name, birth date, sex and address. Whatever agrees only
/// in part, points to several persons, or agrees while the resident numbers differ, is doubtful and left to a person: joining two
/// people's records is worse than asking.
/// </remarks>
/// <param name="trustedSystems">Identifier systems that identify by themselves, such as <see cref="DefaultTrustedSystems"/>.</param>
/// <param name="clock">Says since when a match waits.</param>
public sealed class PersonResolver(IReadOnlyCollection<string> trustedSystems, TimeProvider clock)
{
    private const int MostCandidates = 10;

    /// <summary>The systems that partners of the demonstration issue.</summary>
    public static IReadOnlyList<string> DefaultTrustedSystems { get; } =
    [
        "urn:careexchange:nhis-ltc-no", "urn:oid:1.2.410.100110.10.99999901", "urn:careexchange:dementia-no", "urn:careexchange:municipal-case",
    ];

    /// <summary>Whose this Patient is; reads only.</summary>
    /// <param name="transaction">Its lookups hold until it ends.</param>
    /// <param name="patient">The Patient of the message.</param>
    /// <param name="view">A Patient as who asks sees it, null for nothing: what they do not see changes neither who is found nor how certain that is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<PersonResolution> ResolveAsync(StoreTransaction transaction, FhirDocument patient, Func<string, Task<ReadOnlyMemory<byte>?>> view, CancellationToken cancellationToken) =>
        ResolveAsync(transaction, PersonTraits.Of(patient.Root), ownSystem: null, source: null, isMerged: false, view, cancellationToken);

    /// <summary>The same for a partner's message.</summary>
    /// <param name="transaction">Its lookups hold until it ends.</param>
    /// <param name="patient">The Patient of the message.</param>
    /// <param name="ownSystem">The identifier system of the partner's own ids, which it alone may state: the same id is the same person; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="source">Id of the sender's Organization: numbers that it stated of a person find that person again in its messages.</param>
    /// <remarks>Whoever was merged into another is that other, unless the message itself speaks of the merge.</remarks>
    public Task<PersonResolution> ResolveAsync(StoreTransaction transaction, FhirDocument patient, string? ownSystem, CancellationToken cancellationToken, string? source = null) =>
        ResolveAsync(transaction, PersonTraits.Of(patient.Root), ownSystem, source, isMerged: PersonLinks.ReplacedBy(patient.Root) is not null, view: null, cancellationToken);

    /// <summary>What a person decided about a match that was parked.</summary>
    /// <param name="patient">The Patient of the message.</param>
    /// <param name="person"><see cref="ParkedMatch.ResolvedPerson"/>: a Patient id, or empty for a new person.</param>
    public static PersonResolution Decided(FhirDocument patient, string person) => new(
        person.Length == 0 ? MatchState.New : MatchState.Matched, person.Length == 0 ? null : person, "decided", PersonTraits.Of(patient.Root), []);

    /// <summary>Parks a doubtful match for a person to decide.</summary>
    /// <param name="transaction">Parks in this commit.</param>
    /// <param name="messageId">The message that waits.</param>
    /// <param name="partner">Who sent it.</param>
    /// <param name="entry">Which Patient of the message: its fullUrl.</param>
    /// <param name="patient">That Patient.</param>
    /// <param name="resolution">What was found.</param>
    /// <param name="waiting">Id under which it waits already, for its candidates to be told anew; null where it does not.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Id of the parked match.</returns>
    public async Task<string> ParkAsync(
        StoreTransaction transaction, string messageId, string partner, string entry, FhirDocument patient, PersonResolution resolution, string? waiting, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var parked = resolution.ToParked(waiting ?? Guid.CreateVersion7(now).ToString(), messageId, partner, entry, patient.Root, now);
        await transaction.ParkMatchAsync(parked, cancellationToken);
        return parked.Id;
    }

    private async Task<PersonResolution> ResolveAsync(
        StoreTransaction transaction, PersonTraits traits, string? ownSystem, string? source, bool isMerged, Func<string, Task<ReadOnlyMemory<byte>?>>? view, CancellationToken cancellationToken)
    {
        var byNumber = traits.ResidentNumber is { } number
            ? await FindAsync(transaction, new PersonIdentifier(ResidentNumber.System, number), view, cancellationToken)
            : null;
        var identified = new Dictionary<string, string>(StringComparer.Ordinal);
        if (byNumber is not null) identified[byNumber] = "resident-number";
        Dictionary<PersonIdentifier, string> led = [];
        foreach (var identifier in traits.Identifiers)
        {
            var isTrusted = identifier.System == ownSystem || trustedSystems.Contains(identifier.System, StringComparer.Ordinal);
            if ((!isTrusted && source is null) || await FindAsync(transaction, identifier, view, cancellationToken) is not { } found) continue;
            if (!isTrusted && !await PersonLinks.IsStatedByAsync(transaction, found, identifier, source!, cancellationToken)) continue;
            identified.TryAdd(found, "identifier");
            led[identifier] = found;
        }

        var keyed = await transaction.FindPersonCandidatesAsync(MatchKeys.Of(traits, forLookup: true), cancellationToken);
        if (view is not null) keyed = await SeenAsync(keyed, traits, view);
        var kinds = keyed.ToDictionary(candidate => candidate.Person, candidate => candidate.Kinds, StringComparer.Ordinal);
        HashSet<string> replaced = isMerged ? [] : await SurvivorsAsync(transaction, identified, kinds, view, cancellationToken);
        if (byNumber is not null && !identified.ContainsKey(byNumber)) byNumber = identified.First(pair => pair.Value == "resident-number").Key;
        List<MatchCandidate> candidates = [];
        foreach (var person in identified.Keys.Concat(kinds.Keys).Distinct(StringComparer.Ordinal).Take(MostCandidates))
        {
            // Whoever has a number, and was not found by the number stated here, has another one.
            var isNumberDifferent = traits.ResidentNumber is not null && byNumber != person
                && (kinds.GetValueOrDefault(person)?.Contains(MatchKeys.NumberKnown, StringComparer.Ordinal) ?? false);
            candidates.Add(PersonScore.Compare(
                person,
                traits,
                await KnownAsync(transaction, person, view, cancellationToken),
                identified.TryGetValue(person, out var by) ? [by] : [],
                isNumberDifferent ? ["resident-number"] : []));
        }

        return Decide(traits, candidates, kinds) with { Replaced = [.. led.Where(pair => replaced.Contains(pair.Value)).Select(pair => pair.Key)] };
    }

    // Whoever is not there for who asks, or not by this number, does not stand before another who states the same.
    private static async Task<string?> FindAsync(StoreTransaction transaction, PersonIdentifier identifier, Func<string, Task<ReadOnlyMemory<byte>?>>? view, CancellationToken cancellationToken)
    {
        var found = await transaction.FindPersonAsync(identifier, cancellationToken);
        if (found is null || view is null || await ShowsAsync(found)) return found;
        foreach (var shared in await transaction.ListSharedAsync(found, cancellationToken))
        {
            if (!await ShowsAsync(shared.Second)) continue;
            if (identifier.System == ResidentNumber.System ? shared.System == identifier.System : (await KnownAsync(transaction, shared.Second, view: null, cancellationToken)).Identifiers.Contains(identifier)) return shared.Second;
        }

        return null;

        // A number may be shown with stars for most of it: who knows it finds the person by it.
        async Task<bool> ShowsAsync(string person) => TraitsOf(await view(person)) is { } shown && (identifier.System == ResidentNumber.System ? shown.HasResidentNumber : shown.Identifiers.Any(one => one.System == identifier.System));
    }

    private static async Task<IReadOnlyList<PersonCandidate>> SeenAsync(IReadOnlyList<PersonCandidate> candidates, PersonTraits traits, Func<string, Task<ReadOnlyMemory<byte>?>> view)
    {
        var asked = MatchKeys.Of(traits, forLookup: true);
        var seen = new List<PersonCandidate>();
        foreach (var candidate in candidates)
        {
            if (TraitsOf(await view(candidate.Person)) is not { } shown) continue;
            string[] kinds = [.. MatchKeys.Of(shown, forLookup: false).Intersect(asked).Select(key => key.Kind).Distinct(StringComparer.Ordinal)];
            if (kinds.Length > 0) seen.Add(new(candidate.Person, kinds));
        }

        return seen;
    }

    /// <summary>Puts into the place of each who was merged into another that other.</summary>
    /// <returns>Those who were merged.</returns>
    private static async Task<HashSet<string>> SurvivorsAsync(
        StoreTransaction transaction, Dictionary<string, string> identified, Dictionary<string, IReadOnlyList<string>> kinds, Func<string, Task<ReadOnlyMemory<byte>?>>? view, CancellationToken cancellationToken)
    {
        HashSet<string> replaced = new(StringComparer.Ordinal);
        foreach (var person in identified.Keys.Concat(kinds.Keys).Distinct(StringComparer.Ordinal).ToArray())
        {
            if (await PersonLinks.SurvivorAsync(transaction, person, cancellationToken) is not { } survivor || (view is not null && await view(survivor) is null)) continue;
            replaced.Add(person);
            if (identified.Remove(person, out var by)) identified.TryAdd(survivor, by);
            if (kinds.Remove(person, out var keys)) kinds[survivor] = [.. keys.Concat(kinds.GetValueOrDefault(survivor) ?? []).Distinct(StringComparer.Ordinal)];
        }

        return replaced;
    }

    /// <summary>The decision over candidates already compared; pure.</summary>
    /// <param name="traits">What the message says.</param>
    /// <param name="candidates">The candidates with what agrees and differs.</param>
    /// <param name="kinds">The match keys each candidate shares.</param>
    public static PersonResolution Decide(
        PersonTraits traits, IReadOnlyList<MatchCandidate> candidates, IReadOnlyDictionary<string, IReadOnlyList<string>> kinds)
    {
        MatchCandidate[] ordered = [.. candidates.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Person, StringComparer.Ordinal)];
        var identified = ordered.Where(IsIdentified).ToArray();
        if (identified.Length > 1) return Doubtful("identifier");
        if (identified.Length == 1)
        {
            var only = identified[0];
            var basis = only.Agreeing.Contains("resident-number", StringComparer.Ordinal) ? "resident-number" : "identifier";

            // An identifier that belongs to somebody of another name and birthday, or to another resident number, was mistyped.
            var isStranger = only.Differing.Contains("name", StringComparer.Ordinal) && only.Differing.Contains("birth-date", StringComparer.Ordinal);
            return isStranger || only.Differing.Contains("resident-number", StringComparer.Ordinal)
                ? Doubtful(basis)
                : new(MatchState.Matched, only.Person, basis, traits, ordered);
        }

        var exact = ordered.Where(candidate => kinds.GetValueOrDefault(candidate.Person)?.Contains(MatchKeys.All, StringComparer.Ordinal) ?? false).ToArray();
        if (exact.Length == 1 && !exact[0].Differing.Contains("resident-number", StringComparer.Ordinal))
        {
            return new(MatchState.Matched, exact[0].Person, "traits", traits, ordered);
        }

        return ordered.Length == 0 ? new(MatchState.New, null, "none", traits, []) : Doubtful("traits");

        PersonResolution Doubtful(string basis) => new(MatchState.Doubtful, null, basis, traits, ordered);
    }

    private static bool IsIdentified(MatchCandidate candidate) =>
        candidate.Agreeing.Contains("resident-number", StringComparer.Ordinal) || candidate.Agreeing.Contains("identifier", StringComparer.Ordinal);

    private static async Task<PersonTraits> KnownAsync(StoreTransaction transaction, string person, Func<string, Task<ReadOnlyMemory<byte>?>>? view, CancellationToken cancellationToken) =>
        TraitsOf(view is not null ? await view(person) : await transaction.ReadAsync("Patient", person, cancellationToken) is { Deleted: false } stored ? stored.Json : null) ?? new PersonTraits();

    private static PersonTraits? TraitsOf(ReadOnlyMemory<byte>? patient)
    {
        if (patient is not { } json) return null;
        using var document = FhirDocument.Parse(json, Schema.R4).Value;
        return document is null ? null : PersonTraits.Of(document.Root);
    }
}
