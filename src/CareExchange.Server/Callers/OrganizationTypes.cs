namespace CareExchange.Server.Callers;

/// <summary>What kind of organisation each one is, as configured: legal bases are given to kinds (municipality, clinic …).</summary>
public sealed class OrganizationTypes(IReadOnlyDictionary<string, string> types)
{
    /// <summary>The kind of an organisation, or null.</summary>
    public string? Of(string organizationId) => types.GetValueOrDefault(organizationId);
}
