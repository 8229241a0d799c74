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

    /// <summary>True where writing this can change a team, so that it needs a transaction.</summary>
    public static bool IsNeeded(CheckedResource resource) => resource.Type == "Task" && CareTeamRoster.Matters(resource.Document.Root["status"].Text);

    /// <summary>Keeps the teams of the persons whose Tasks were written.</summary>
    /// <returns>The CareTeams that changed.</returns>
    public static async Task<IReadOnlyList<PutResult>> KeepAsync(WriteServices services, StoreTransaction transaction, IEnumerable<PutResult> written, CancellationToken cancellationToken)
    {
        var kept = new List<PutResult>();
        string[] persons = [.. written.Where(put => put.Change != PutChange.Unchanged && put.Resource.Type == "Task").Select(put => put.Resource.Tags.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (var person in persons)
        {
            if (CareTeamRoster.IdOf(person) is not { } id) continue;
            var members = await MembersAsync(services, transaction, person, cancellationToken);
            var standing = await transaction.ReadAsync("CareTeam", id, cancellationToken);

            // A team of that name that somebody else made is theirs.
            if (standing is { Deleted: false } && standing.Tags.Source != EmergencyTask.Source) continue;
            var json = standing is { Deleted: false } ? standing.Json : default;
            if (CareTeamRoster.Next(json.Span, person, members, services.Clock.GetUtcNow()) is not { } next) continue;
            var put = await transaction.PutAsync("CareTeam", id, next, new ResourceTags(person, DataCategories.Service, EmergencyTask.Source), ifMatch: null, cancellationToken);
            if (put.Succeeded) kept.Add(put.Value);
        }

        return kept;
    }

    private static async Task<HashSet<string>> MembersAsync(WriteServices services, StoreTransaction transaction, string person, CancellationToken cancellationToken)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var parsed = services.Parser.Parse("Task", [new("patient", $"Patient/{person}"), new("status", "accepted,in-progress,on-hold"), new("_count", $"{MostTasks}")], "team");
        if (parsed.Value is not { } request) return members;
        foreach (var task in (await transaction.SearchAsync(request, AccessPredicate.Unrestricted, cancellationToken)).Matches)
        {
            using var document = FhirDocument.Parse(task.Json, Schema.R4).Value;
            if (document is not null && CareTeamRoster.MemberOf(document.Root, task.Tags.Source) is { } member) members.Add(member);
        }

        return members;
    }
}
