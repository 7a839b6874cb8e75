"""Write textbook.json: the textbook's example as Keras trains it, from our start weights, rows and order.

Run from the top of a checkout, in an environment with packaging/requirements.txt, keras and torch:

    KERAS_BACKEND=torch PYTHONPATH=. python tests/golden/keras/make_textbook.py

Keras 3.15 multiplies matrices in float32 on this backend, whatever floatx says: it agrees to some 5e-9.
"""

import hashlib
import json
import platform
from pathlib import Path

import keras
import numpy as np
import torch

import nndesk
from nndesk.data.dataset import batch_order
from nndesk.project.run import Run

EPOCHS = 10

keras.config.set_floatx("float64")
experiment = nndesk.preset("textbook")
run = Run(experiment)
x, y = run.data.x_train, run.data.y_train
training, adam = experiment.training, experiment.optimizer

model = keras.Sequential(
    [
        keras.Input((x.shape[1],)),
        *(keras.layers.Dense(layer.units, layer.activation) for layer in experiment.network.layers),
    ]
)
model.compile(
    keras.optimizers.Adam(adam.learning_rate, adam.beta_1, adam.beta_2, adam.epsilon),
    experiment.loss.kind,
)
model.set_weights(
    [part for n in range(2) for part in (run.layers.weights(n).copy(), run.layers.bias(n).copy())]
)


def loss() -> float:
    """Over all rows; the mean that `evaluate` gives passes through float32."""
    values = keras.losses.get(experiment.loss.kind)(y, model.predict(x, len(x), verbose=0))
    return float(keras.ops.convert_to_numpy(values).mean())


losses = [loss()]
for epoch in range(EPOCHS):
    rows = batch_order(len(x), experiment.seed, epoch, training.shuffle)
    rows = np.arange(len(x)) if rows is None else rows
    model.fit(x[rows], y[rows], training.batch_size, epochs=1, shuffle=False, verbose=0)
    losses.append(loss())

made = {
    "keras": keras.__version__,
    "backend": f"{keras.backend.backend()} {torch.__version__.split('+')[0]}",
    "numpy": np.__version__,
    "python": platform.python_version(),
    "floatx": keras.config.floatx(),
    "start_sha256": hashlib.sha256(run.parameters().tobytes()).hexdigest(),
    "losses": losses,  # over all rows, before the first epoch and after each
}
Path(__file__).with_name("textbook.json").write_text(json.dumps(made, indent=1) + "\n")
