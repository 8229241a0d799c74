using System.Globalization;

namespace CareExchange.Server.Rest;

/// <summary>The TerminologyCapabilities of this very server (R4 terminologycapabilities.html): which of the terminology operations are routed.</summary>
internal static class TerminologyCapabilitiesWriter
{
    /// <summary>The statement as JSON.</summary>
    public static byte[] Write(RoutedRest rest, string address, DateTimeOffset now) => JsonDescription.Write(json =>
    {
        bool Has(string name) => rest.Routes.Any(route => route.Operations.Any(operation => operation.Name == name));
        json.WriteString("resourceType", "TerminologyCapabilities");
        json.WriteString("status", "active");
        json.WriteString("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("kind", "instance");
        json.Object("software", () => json.WriteString("name", "CareExchange"));
        json.Object("implementation", () =>
        {
            json.WriteString("description", "CareExchange FHIR R4 gateway");
            json.WriteString("url", address);
        });
        json.WriteString("codeSearch", "all");
        if (Has("validate-code")) json.Object("validateCode", () => json.WriteBoolean("translations", false));
        if (Has("translate")) json.Object("translation", () => json.WriteBoolean("needsMap", true));
        if (Has("expand")) json.Object("expansion", () => json.WriteBoolean("paging", true));
        if (Has("closure")) json.Object("closure", () => json.WriteBoolean("translation", false));
    });
}
