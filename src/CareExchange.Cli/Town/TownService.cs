namespace CareExchange.Cli.Town;

/// <summary>A service of a pattern.</summary>
/// <param name="Local">The municipality's code.</param>
/// <param name="Code">urn:careexchange:service-type.</param>
/// <param name="Display">Its display.</param>
/// <param name="Korean">Its Korean name.</param>
/// <param name="Domain">urn:careexchange:service-domain.</param>
/// <param name="DomainDisplay">Its display.</param>
/// <param name="Category">The data category it betrays.</param>
/// <param name="Provider">Id of the providing organisation; null for an existing service.</param>
/// <param name="ProviderName">Its name.</param>
/// <param name="Times">How often in a unit of time.</param>
/// <param name="Unit">UCUM unit of time; null for an existing service.</param>
/// <param name="Declined">True where the person declines it.</param>
internal sealed record TownService(
    string Local, string Code, string Display, string Korean, string Domain, string DomainDisplay, string Category, string? Provider, string? ProviderName, int Times, string? Unit, bool Declined);
