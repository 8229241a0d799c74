using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Referrals;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>Brings the CareTeam of a person up to what the referrals say, in the commit that changes a referral: no token outlives the role it rested on.</summary>
internal static class TeamKeeping
{
    private const int MostTasks = 1000;

    /// <summary>True where writing this can change a team, so that it needs a transaction: a referral that somebody works on or leaves, and a consent that closes something
    /// to who refers.</summary>
    public static bool IsNeeded(CheckedResource resource) => resource.Type switch
    {
        "Task" => CareTeamRoster.Matters(resource.Document.Root["status"].Text),
        "Consent" => resource.Document.Root["status"].Text != "active" || resource.Document.Root["provision"]["type"].Text == "deny",
        _ => false,
    };

    /// <summary>Keeps the teams of the persons whose Tasks were written.</summary>
    /// <returns>The CareTeams that changed.</returns>
    public static async Task<IReadOnlyList<PutResult>> KeepAsync(WriteServices services, StoreTransaction transaction, IEnumerable<PutResult> written, CancellationToken cancellationToken)
    {
        PutResult[] changed = [.. written.Where(put => put.Change != PutChange.Unchanged && put.Resource.Type is "Task" or "Consent" && put.Resource.Tags.Person is not null)];
        return await KeepAsync(services, transaction, changed.Where(put => put.Resource.Type == "Task").Select(put => put.Resource.Tags.Person!), changed.Select(put => put.Resource.Tags.Person!), cancellationToken);
    }

    /// <summary>Keeps the teams of persons.</summary>
    /// <param name="services">What writing needs.</param>
    /// <param name="transaction">Where they are kept.</param>
    /// <param name="referred">Persons about whom referrals were written: they may get a team.</param>
    /// <param name="changed">Persons about whom referrals or consents were written: a team that stands may lose members.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<PutResult>> KeepAsync(
        WriteServices services, StoreTransaction transaction, IEnumerable<string> referred, IEnumerable<string> changed, CancellationToken cancellationToken)
    {
        var kept = new List<PutResult>();
        var mayBegin = referred.ToHashSet(StringComparer.Ordinal);
        foreach (var person in changed.Distinct(StringComparer.Ordinal))
        {
            if (CareTeamRoster.IdOf(person) is not { } id) continue;
            var standing = await transaction.ReadAsync("CareTeam", id, cancellationToken);

            // A team of that name that somebody else made is theirs.
            if (standing is { Deleted: false } ? standing.Tags.Source != EmergencyTask.Source : !mayBegin.Contains(person)) continue;
            var json = standing is { Deleted: false } ? standing.Json : default;
            var members = await MembersAsync(services, transaction, person, CareTeamRoster.StandingIn(json.Span), cancellationToken);
            if (CareTeamRoster.Next(json.Span, person, members, services.Clock.GetUtcNow()) is not { } next) continue;
            var put = await transaction.PutAsync("CareTeam", id, next, new ResourceTags(person, DataCategories.Service, EmergencyTask.Source), ifMatch: null, cancellationToken);
            if (put.Succeeded) kept.Add(put.Value);
        }

        return kept;
    }

    // Who refers passes on what the person opened to the team: that is for who may see the person themselves, and for nobody who only says so.
    private static async Task<HashSet<string>> MembersAsync(WriteServices services, StoreTransaction transaction, string person, IReadOnlySet<string> standing, CancellationToken cancellationToken)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var entitled = new Dictionary<string, bool>(StringComparer.Ordinal);
        IReadOnlyList<ConsentPolicy>? policies = null;
        var parsed = services.Parser.Parse("Task", [new("patient", $"Patient/{person}"), new("status", "accepted,in-progress,on-hold"), new("_count", $"{MostTasks}")], "team");
        if (parsed.Value is not { } request) return members;
        foreach (var task in (await transaction.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken)).Matches)
        {
            using var document = FhirDocument.Parse(task.Json, Schema.R4).Value;
            if (document is null || CareTeamRoster.MemberOf(document.Root, task.Tags.Source) is not { } member) continue;
            if (!entitled.TryGetValue(task.Tags.Source, out var isEntitled))
            {
                policies ??= await PoliciesAsync(services, transaction, person, cancellationToken);
                entitled[task.Tags.Source] = isEntitled = await IsEntitledAsync(services, transaction, person, task.Tags.Source, policies, standing, cancellationToken);
            }

            if (isEntitled) members.Add(member);
        }

        return members;
    }

    // Whoever first registered the person, and whom a consent or a law shows their services: not who has merely written something about them.
    private static async Task<bool> IsEntitledAsync(
        WriteServices services, StoreTransaction transaction, string person, string organization, IReadOnlyList<ConsentPolicy> policies, IReadOnlySet<string> standing, CancellationToken cancellationToken) =>
        organization == EmergencyTask.Source
        || (await transaction.ReadAsync("Patient", person, cancellationToken) is { Deleted: false } patient && patient.Tags.Source == organization)
        || services.MayPassOn?.Invoke(person, organization, policies, standing.Contains($"Organization/{organization}")) == true;

    private static async Task<IReadOnlyList<ConsentPolicy>> PoliciesAsync(WriteServices services, StoreTransaction transaction, string person, CancellationToken cancellationToken)
    {
        var parsed = services.Parser.Parse("Consent", [new("patient", $"Patient/{person}"), new("status", "active"), new("_count", $"{MostTasks}")], "team");
        return parsed.Value is { } request ? [.. (await transaction.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken)).Matches.Select(ConsentReader.Read)] : [];
    }
}
