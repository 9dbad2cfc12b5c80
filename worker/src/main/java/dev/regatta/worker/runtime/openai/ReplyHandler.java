package dev.regatta.worker.runtime.openai;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import java.io.IOException;

/** Gives what comes over a connection to the exchange that it belongs to. */
final class ReplyHandler extends SimpleChannelInboundHandler<HttpObject> {
  /** The exchange that has the connection; null while it is idle. */
  static final AttributeKey<Exchange> EXCHANGE = AttributeKey.valueOf("regatta.exchange");

  private final Endpoint endpoint;

  ReplyHandler(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    Exchange exchange = context.channel().attr(EXCHANGE).get();
    if (exchange == null) {
      // Nobody asked, or nobody waits any more.
      context.close();
      return;
    }
    if (message.decoderResult().isFailure()) {
      Throwable cause = message.decoderResult().cause();
      endpoint.fail(exchange, new IOException("no HTTP: " + cause.getMessage(), cause));
      return;
    }
    if (message instanceof HttpResponse head
        && head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      exchange.begins(head);
    }
    if (message instanceof HttpContent part && exchange.begun()) {
      try {
        exchange.goesOn(part.content());
      } catch (EngineException e) {
        endpoint.fail(exchange, e);
        return;
      }
      if (message instanceof LastHttpContent) {
        endpoint.ended(exchange);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Exchange exchange = context.channel().attr(EXCHANGE).get();
    if (exchange == null) {
      endpoint.gone(context.channel());
    } else {
      endpoint.fail(exchange, new IOException("the connection ended before the answer did"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
    Exchange exchange = context.channel().attr(EXCHANGE).get();
    if (exchange != null) {
      endpoint.fail(
          exchange,
          error instanceof IOException ? error : new IOException(error.toString(), error));
    }
    context.close();
  }
}
