namespace CareExchange.Benchmarks.Http.Data;

/// <summary>One resource of the town.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="Id">Logical id.</param>
/// <param name="Person">The Patient it is about.</param>
/// <param name="Json">Its bytes, without white space between tokens.</param>
internal sealed record TownResource(string Type, string Id, string Person, byte[] Json);
