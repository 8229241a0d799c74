namespace CareExchange.Server.Web.Plan;

/// <summary>Where a line stands on the page.</summary>
internal static class LineId
{
    /// <summary>An HTML id without spaces or slashes, from Type/id. FHIR ids hold letters, digits, "-" and "." only.</summary>
    public static string Of(string reference) => "line-" + reference.Replace('/', '-');
}
