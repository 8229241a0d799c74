namespace CareExchange.Storage.Messages;

/// <summary>An original as it arrived.</summary>
/// <param name="Id">UUID v7 under which it is kept, unless the same bytes are known already.</param>
/// <param name="Partner">Partner id.</param>
/// <param name="ContentType">As sent.</param>
/// <param name="FileName">As sent, or null.</param>
/// <param name="Content">The bytes; kept encrypted.</param>
public sealed record NewMessage(string Id, string Partner, string ContentType, string? FileName, ReadOnlyMemory<byte> Content);
