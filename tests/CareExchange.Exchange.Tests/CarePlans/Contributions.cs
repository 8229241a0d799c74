using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.CarePlans;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.CarePlans;

/// <summary>Small resources as partners contribute them, and the plan that follows.</summary>
internal static class Contributions
{
    public static readonly DateOnly Today = new(2026, 9, 21);
    public static readonly DateTimeOffset Stored = new(2026, 9, 20, 3, 0, 0, TimeSpan.Zero);

    /// <summary>A stored resource of person p1; single quotes stand for double ones.</summary>
    public static StoredResource Resource(string json, string category = "service", string source = "seodaemun", long version = 1, DateTimeOffset? stored = null)
    {
        var node = JsonNode.Parse(json.Replace('\'', '"'))!;
        var type = node["resourceType"]!.GetValue<string>();
        var person = type is "Organization" or "PractitionerRole" ? null : "p1";
        return new(type, node["id"]!.GetValue<string>(), version, stored ?? Stored, false, Encoding.UTF8.GetBytes(node.ToJsonString()), new(person, category, source));
    }

    public static SharedCarePlan Plan(params StoredResource[] resources) => Plan(new PlanDeadlines(), resources);

    public static SharedCarePlan Plan(PlanDeadlines deadlines, params StoredResource[] resources)
    {
        var builder = new SharedCarePlanBuilder("p1", Today, deadlines);
        foreach (var resource in resources) builder.Add(resource);
        return builder.Build();
    }
}
