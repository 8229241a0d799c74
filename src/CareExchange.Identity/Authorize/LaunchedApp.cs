namespace CareExchange.Identity.Authorize;

/// <summary>An app that a page can open.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
/// <param name="Display">Its name for people.</param>
/// <param name="Address">Where it is opened.</param>
public sealed record LaunchedApp(string Id, string Display, Uri Address);
