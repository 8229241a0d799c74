using System.Runtime.ExceptionServices;

namespace CareExchange.Server.Rest;

/// <summary>What failed before the application heard of the request, where it may have been done all the same: told as every other failure, and not tried again.</summary>
/// <param name="Problem">What failed.</param>
internal sealed record EarlierFailure(ExceptionDispatchInfo Problem);
