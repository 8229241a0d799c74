namespace CareExchange.Cli.Town;

/// <summary>A message as a partner of a town would send it.</summary>
/// <param name="Partner">The sender, a folder of <c>mappings/</c>.</param>
/// <param name="File">Its file name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">The bytes, in the partner's own format.</param>
internal sealed record TownMessage(string Partner, string File, string ContentType, byte[] Content);
