namespace CareExchange.Exchange.Operations;

/// <summary>One concept of a closure table.</summary>
/// <param name="System">Its code system.</param>
/// <param name="Code">Its code.</param>
/// <param name="Since">The version of the table that brought it.</param>
internal sealed record ClosureConcept(string System, string Code, int Since);
