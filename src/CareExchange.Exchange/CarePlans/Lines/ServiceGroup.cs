namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>The services of one field; a field without a visible service has no group.</summary>
public sealed record ServiceGroup(ServiceDomain Domain, IReadOnlyList<ServiceLine> Services);
