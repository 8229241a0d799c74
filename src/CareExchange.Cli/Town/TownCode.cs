namespace CareExchange.Cli.Town;

/// <summary>A code as the municipality writes it and as the guide does.</summary>
/// <param name="Local">The municipality's code.</param>
/// <param name="Code">The code of the guide.</param>
/// <param name="Display">Its display.</param>
internal sealed record TownCode(string Local, string Code, string Display);
