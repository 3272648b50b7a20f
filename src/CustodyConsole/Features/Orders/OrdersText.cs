namespace CustodyConsole.Features.Orders;

/// <summary>The words of these pages.</summary>
public sealed class OrdersText;
