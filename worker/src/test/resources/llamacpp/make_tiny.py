"""Writes tiny.gguf: a llama of 2 layers and 64 dimensions with random weights and a byte-level
BPE vocabulary of 391 tokens. Needs the Python packages gguf and numpy."""

import re
import sys
from collections import Counter

import gguf
import numpy as np

TEXT = """
Question: Which city is the capital of France? Answer: Paris is the capital of France.
Question: How many legs does a spider have? Answer: A spider has eight legs.
Question: What do bees make from the nectar of flowers? Answer: Bees make honey.
The user writes a question and the assistant answers it. The system message comes first.
One two three four five six seven eight nine ten. The answer of the question is in the text.
"""
SPECIAL = ["<|bos|>", "<|end|>", "<|turn|>"]
TEMPLATE = (
    "{{ bos_token }}{% if messages[0].role != 'system' %}<|turn|>system\nBe brief.<|end|>\n{% endif %}"
    "{% for message in messages %}<|turn|>{{ message.role }}\n{{ message['content'] | trim }}<|end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|turn|>assistant\n{% endif %}"
)
VOCABULARY, DIM, LAYERS, HEADS, KV_HEADS, FEED_FORWARD, CONTEXT = 391, 64, 2, 4, 2, 160, 512


def byte_alphabet():
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return {**{b: chr(b) for b in shown}, **{b: chr(256 + i) for i, b in enumerate(hidden)}}


def byte_pair_merges(alphabet, count):
    words = [[alphabet[b] for b in w.encode()] for w in re.findall(r" ?\w+| ?[^\s\w]+|\s+", TEXT)]
    merges, seen = [], set(alphabet.values())
    while len(merges) < count:
        pairs = Counter(p for w in words for p in zip(w, w[1:]))
        left, right = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append((left, right))
        assert left + right not in seen
        seen.add(left + right)
        for w in words:
            i = 0
            while i + 1 < len(w):
                if (w[i], w[i + 1]) == (left, right):
                    w[i : i + 2] = [left + right]
                i += 1
    return merges


def main(path):
    alphabet = byte_alphabet()
    merges = byte_pair_merges(alphabet, VOCABULARY - len(SPECIAL) - 256)
    tokens = SPECIAL + list(alphabet.values()) + [left + right for left, right in merges]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny random llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(DIM)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(DIM // HEADS)
    writer.add_vocab_size(VOCABULARY)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.CONTROL] * len(SPECIAL) + [gguf.TokenType.NORMAL] * (VOCABULARY - len(SPECIAL)))
    writer.add_token_merges([f"{left} {right}" for left, right in merges])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_add_bos_token(True)
    writer.add_chat_template(TEMPLATE)

    random = np.random.default_rng(1)

    def weights(name, *shape, scale=None):
        scale = scale or 2.0 / np.sqrt(shape[-1])
        writer.add_tensor(name, (random.standard_normal(shape) * scale).astype(np.float32))

    def ones(name):
        writer.add_tensor(name, np.ones(DIM, dtype=np.float32))

    weights("token_embd.weight", VOCABULARY, DIM, scale=1.0)
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        ones(block + "attn_norm.weight")
        weights(block + "attn_q.weight", DIM, DIM)
        weights(block + "attn_k.weight", DIM // HEADS * KV_HEADS, DIM)
        weights(block + "attn_v.weight", DIM // HEADS * KV_HEADS, DIM)
        weights(block + "attn_output.weight", DIM, DIM)
        ones(block + "ffn_norm.weight")
        weights(block + "ffn_gate.weight", FEED_FORWARD, DIM)
        weights(block + "ffn_up.weight", FEED_FORWARD, DIM)
        weights(block + "ffn_down.weight", DIM, FEED_FORWARD)
    ones("output_norm.weight")
    weights("output.weight", VOCABULARY, DIM)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


main(sys.argv[1] if len(sys.argv) > 1 else "tiny.gguf")
