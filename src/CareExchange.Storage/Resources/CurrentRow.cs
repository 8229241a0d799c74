namespace CareExchange.Storage.Resources;

/// <summary>The current version as the writer needs it.</summary>
/// <param name="Row">Row number.</param>
/// <param name="Resource">The version.</param>
/// <param name="IndexKeys">Its index rows in the tables clustered by value.</param>
internal sealed record CurrentRow(long Row, StoredResource Resource, byte[] IndexKeys);
