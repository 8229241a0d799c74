using CareExchange.Storage.Database;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>Persons with the same table together, so that thousands of them become a handful of grants; a change touches the groups that somebody leaves or joins, and no other. One thread.</summary>
/// <param name="everywhere">What is open for everybody.</param>
internal sealed class OpenGroups(IReadOnlyList<AccessGrant> everywhere)
{
    private readonly SortedDictionary<string, (OpenTable Open, NameList Persons)> _groups = new(StringComparer.Ordinal);
    private NameList _consents = NameList.Empty;

    /// <summary>Takes over what is open for some persons now, in place of what was.</summary>
    public void Change(IEnumerable<(string Person, PersonOpening? Before, PersonOpening After)> changes)
    {
        var groups = new Dictionary<string, (OpenTable Open, List<string> In, List<string> Out)>(StringComparer.Ordinal);
        var (named, unnamed) = (new List<string>(), new List<string>());
        foreach (var (person, before, after) in changes)
        {
            if (before is not null) unnamed.AddRange(before.NamedIn.Select(static id => $"Consent/{id}"));
            named.AddRange(after.NamedIn.Select(static id => $"Consent/{id}"));
            if (before?.Key == after.Key) continue;
            if (before?.Key is { } left) Of(left, before.Open!).Out.Add(person);
            if (after.Key is { } joined) Of(joined, after.Open!).In.Add(person);
        }

        foreach (var (key, change) in groups)
        {
            var persons = (_groups.TryGetValue(key, out var known) ? known.Persons : NameList.Empty).With(change.In, change.Out);
            if (persons.Count == 0) _groups.Remove(key);
            else _groups[key] = (change.Open, persons);
        }

        _consents = _consents.With(named, unnamed);

        (OpenTable Open, List<string> In, List<string> Out) Of(string key, OpenTable open)
        {
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = (open, [], []);
            return group;
        }
    }

    /// <summary>The decision of this moment.</summary>
    public PersonsDecision Decide()
    {
        List<AccessGrant> grants = [.. everywhere];
        List<AccessGrant> undecided = [];
        foreach (var (open, persons) in _groups.Values)
        {
            grants.AddRange(PredicateCompiler.Grants(open, persons));
            if (open.Undecided.Count > 0) undecided.Add(new AccessGrant { Persons = persons, Categories = open.Undecided });
        }

        if (_consents.Count > 0) grants.Add(new AccessGrant { Categories = [DataCategories.Consent], Resources = _consents, ResourcesOf = "Consent" });
        return new PersonsDecision(AccessPredicate.AnyOf(grants) with { Undecided = undecided }, [.. _groups.Values.Select(static group => group.Persons)]);
    }
}
