using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>The code systems of which a section asks, and how it asks.</summary>
internal static class Codes
{
    public const string Observation = "urn:careexchange:observation";
    public const string ServiceDomain = "urn:careexchange:service-domain";
    public const string ServiceLayer = "urn:careexchange:service-layer";
    public const string ServiceType = "urn:careexchange:service-type";
    public const string GoalTerm = "urn:careexchange:goal-term";
    public const string TeamRole = "urn:careexchange:team-role";
    public const string TaskType = "urn:careexchange:task-type";
    public const string ReferralStatus = "urn:careexchange:referral-status";
    public const string LtcDecision = "urn:careexchange:ltc-decision";
    public const string DataCategory = "urn:careexchange:data-category";
    public const string ConsentCategory = "urn:careexchange:consent-category";

    /// <summary>The code a concept has in this system, or null.</summary>
    public static string? In(Element concept, string system)
    {
        foreach (var coding in concept.Children("coding"))
        {
            if (coding["system"].Text == system) return coding["code"].Text;
        }

        return null;
    }

    /// <summary>The same over a list of concepts.</summary>
    public static string? InAny(ElementList concepts, string system)
    {
        foreach (var concept in concepts)
        {
            if (In(concept, system) is { } code) return code;
        }

        return null;
    }

    /// <summary>True when any coding of the concept has this code, whatever the system.</summary>
    public static bool Has(Element concept, params ReadOnlySpan<string> codes)
    {
        foreach (var coding in concept.Children("coding"))
        {
            if (coding["code"].Text is { } code && codes.Contains(code)) return true;
        }

        return false;
    }

    /// <summary>The kind of an Observation in the gateway's own list, or null.</summary>
    public static string? Kind(PlanResource observation) => In(observation.Root["code"], Observation);
}
