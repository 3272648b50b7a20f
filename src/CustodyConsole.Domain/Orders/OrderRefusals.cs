namespace CustodyConsole.Domain.Orders;

/// <summary>Why a request is not accepted, whatever it asks for.</summary>
public static class OrderRefusals
{
    /// <summary>The request number is missing or too long.</summary>
    public static Refusal RequestNumberMissing(int lengthMax) => new(
        "order.request-number-missing",
        $"请求流水号不能为空，且不超过 {lengthMax} 个字符。",
        $"The request number must have 1 to {lengthMax} characters.");

    /// <summary>A text of the request holds control characters.</summary>
    public static Refusal ControlCharacters() => new(
        "order.control-characters",
        "请求中的文字含有控制字符，未受理。",
        "A text of the request holds control characters; it was not accepted.");

    /// <summary>The request number has a form in which the bank numbers its own orders.</summary>
    public static Refusal RequestNumberReserved(string requestNo) => new(
        "order.request-number-reserved",
        $"请求流水号 {requestNo} 为银行内部编号形式，平台不能使用。",
        $"Request number {requestNo} has a form that the bank keeps for its own orders; a platform cannot use it.");

    /// <summary>The request number was used before with other content (R51).</summary>
    public static Refusal RequestNumberReused(string requestNo, string orderNo) => new(
        "order.request-number-reused",
        $"请求流水号 {requestNo} 已用于订单 {orderNo}，且内容不同。",
        $"Request number {requestNo} was already used for order {orderNo} with other content.");

    /// <summary>There is no such pool.</summary>
    public static Refusal UnknownPool(long poolId) => new(
        "order.unknown-pool",
        $"存管汇总户 {poolId} 不存在。",
        $"There is no pooled custody account {poolId}.");

    /// <summary>The platform is suspended and takes no new business.</summary>
    public static Refusal PlatformSuspended(string platformNo) => new(
        "order.platform-suspended",
        $"平台 {platformNo} 已暂停业务，不受理新的交易。",
        $"Platform {platformNo} is suspended and takes no new business.");

    /// <summary>The platform has left the bank.</summary>
    public static Refusal PlatformClosed(string platformNo) => new(
        "order.platform-closed",
        $"平台 {platformNo} 已退出存管，不再受理任何交易。",
        $"Platform {platformNo} has left custody and takes no business any more.");

    /// <summary>There is no such order.</summary>
    public static Refusal UnknownOrder(string orderNo) => new(
        "order.unknown-order",
        $"订单 {orderNo} 不存在或不属于该平台。",
        $"Order {orderNo} does not exist or does not belong to this platform.");

    /// <summary>The order's state does not allow the step.</summary>
    public static Refusal WrongState(string orderNo, OrderState state) => new(
        "order.wrong-state",
        $"订单 {orderNo} 当前状态为“{OrderWords.Chinese(state)}”，不能执行该操作。",
        $"Order {orderNo} is {OrderWords.English(state)}; this step is not possible now.");
}

/// <summary>States of orders in words, for sentences.</summary>
internal static class OrderWords
{
    public static string Chinese(OrderState state) => state switch
    {
        OrderState.Accepted => "已受理",
        OrderState.Sent => "处理中",
        OrderState.Unknown => "结果未知",
        OrderState.Succeeded => "成功",
        OrderState.Failed => "失败",
        OrderState.Returned => "已退汇",
        OrderState.Reversed => "已冲正",
        OrderState.Intercepted => "已拦截",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static string English(OrderState state) => state switch
    {
        OrderState.Accepted => "accepted",
        OrderState.Sent => "being processed",
        OrderState.Unknown => "waiting for evidence of its result",
        OrderState.Succeeded => "done",
        OrderState.Failed => "failed",
        OrderState.Returned => "returned",
        OrderState.Reversed => "reversed",
        OrderState.Intercepted => "intercepted",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
