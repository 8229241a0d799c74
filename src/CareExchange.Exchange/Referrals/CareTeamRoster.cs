using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Referrals;

/// <summary>Who cares for a person, kept from the referrals that stand: who accepted one is on the team until it is done, rejected or called off. Pure.</summary>
/// <remarks>A member who leaves keeps the row with its end; who comes back gets a new row. So a Consent to the CareTeam opens to whom it is about at each moment.</remarks>
public static class CareTeamRoster
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Id of the CareTeam that the gateway keeps for a person; null where the Patient's id leaves no room for it (R4 datatypes.html#id).</summary>
    public static string? IdOf(string person) => person.Length <= 59 ? $"team-{person}" : null;

    /// <summary>The reference of the organisation that works on a Task now; null where none does, it is no referral, or it is one to itself: nobody asks themselves onto a team.</summary>
    /// <param name="task">The Task.</param>
    /// <param name="source">Id of the organisation that wrote it.</param>
    public static string? MemberOf(Element task, string source) =>
        task["status"].Text is "accepted" or "in-progress" or "on-hold" && (task["focus"].Exists || task["basedOn"].Exists)
        && task["owner"]["reference"].Text is { } owner && owner.StartsWith("Organization/", StringComparison.Ordinal) && owner != $"Organization/{source}" ? owner : null;

    /// <summary>References of those who are on a team now.</summary>
    /// <param name="current">The CareTeam, UTF-8 JSON; empty where there is none.</param>
    public static IReadOnlySet<string> StandingIn(ReadOnlySpan<byte> current) => current.IsEmpty
        ? new HashSet<string>(StringComparer.Ordinal)
        : (JsonNode.Parse(current)!["participant"] as JsonArray ?? []).OfType<JsonObject>().Where(row => row["period"]?["end"] is null).Select(row => (string?)row["member"]?["reference"]).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>True for a status with which somebody joins the team or leaves it.</summary>
    public static bool Matters(string? status) => status is not (null or "draft" or "requested" or "received" or "ready");

    /// <summary>The CareTeam as it stands from now on; null where it stays as it is.</summary>
    /// <param name="current">The CareTeam, UTF-8 JSON; empty where there is none.</param>
    /// <param name="person">Patient id.</param>
    /// <param name="members">Who is on the team now.</param>
    /// <param name="now">The moment.</param>
    public static byte[]? Next(ReadOnlySpan<byte> current, string person, IReadOnlyCollection<string> members, DateTimeOffset now)
    {
        if (current.IsEmpty && members.Count == 0) return null;
        var team = current.IsEmpty ? New(person) : JsonNode.Parse(current)!.AsObject();
        var rows = team["participant"] as JsonArray ?? [];
        var moment = CivilTime.Here.At(now).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        HashSet<string> standing = new(StringComparer.Ordinal);
        var isChanged = current.IsEmpty;
        foreach (var row in rows.OfType<JsonObject>().Where(row => row["period"]?["end"] is null))
        {
            if ((string?)row["member"]?["reference"] is { } member && members.Contains(member)) standing.Add(member);
            else if (row["period"] is JsonObject period)
            {
                period["end"] = moment;
                isChanged = true;
            }
        }

        foreach (var member in members.Where(member => !standing.Contains(member)).Order(StringComparer.Ordinal))
        {
            rows.Add(new JsonObject { ["member"] = new JsonObject { ["reference"] = member }, ["period"] = new JsonObject { ["start"] = moment } });
            isChanged = true;
        }

        if (!isChanged) return null;
        team["participant"] = rows.Parent is null ? rows : rows.DeepClone();
        return JsonSerializer.SerializeToUtf8Bytes(team, Options);
    }

    private static JsonObject New(string person) => new()
    {
        ["resourceType"] = "CareTeam",
        ["id"] = IdOf(person),
        ["status"] = "active",
        ["name"] = "의뢰를 수락한 기관 / those who accepted a referral",
        ["subject"] = new JsonObject { ["reference"] = $"Patient/{person}" },
    };
}
